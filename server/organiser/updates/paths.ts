/** The addresses of the update pages. */
export const paths = {
  list: (campaign: string) => `/organiser/c/${campaign}/updates`,
  begin: (campaign: string) => `/organiser/c/${campaign}/updates/new`,
  templates: (campaign: string) => `/organiser/c/${campaign}/updates/templates`,
  pictures: (campaign: string) => `/organiser/c/${campaign}/updates/pictures`,
  update: (campaign: string, update: string) => `/organiser/c/${campaign}/updates/${update}`,
} as const;
