/** What a capability's name looks like: anything else got there by mistake and may be a secret. */
export const capabilityName = /^[A-Z]+(?:_[A-Z]+)*$/;
