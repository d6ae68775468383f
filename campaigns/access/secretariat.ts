/** Slug of the organisation that runs the network: it owns everything that belongs to no other organisation. */
export const secretariat = "ecpat-international";
