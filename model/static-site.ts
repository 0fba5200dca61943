/**
 * Where a page reads its settings: an object with each variable of the site's set and its value in this environment.
 * It is the one promise that Slipway asks of a page's code, and lets one image serve every environment (CF-10).
 */
export const runtimeSettingsPath = "/config.json";
