/** People and units of the organisation. */
export {};
