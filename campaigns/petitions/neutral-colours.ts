/** The shared colours that a campaign's own appear on: `web/` uses the same, and a test keeps them in step. */
export const neutralColours = {
  light: { paper: "#fbfaf7", surface: "#ffffff", ink: "#1a1f1d" },
  dark: { paper: "#101614", surface: "#18211e", ink: "#ebf0ed" },
} as const;
