/** Slug of the organisation that holds the network together: what belongs to no other organisation is its. */
export const secretariat = "ecpat-international";
