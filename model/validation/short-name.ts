/** A name that still fits a DNS label once the environment and a role are added to it. */
export const shortName = /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
