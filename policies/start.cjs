"use strict";

// CommonJS without a package, so that every Node can read it and say what is missing.

const least = [22, 18];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < least[0] || (major === least[0] && minor < least[1])) {
  throw new Error(
    `The policy pack needs Node ${least.join(".")} or later, and ${process.execPath} is ${process.versions.node}. Install a later one, or put it first in PATH.`,
  );
}

try {
  require("./entry.mjs");
} catch (error) {
  const missing = error instanceof Error ? /^Cannot find package '([^']+)'/.exec(error.message) : null;
  if (missing !== null) {
    throw new Error(
      `The policy pack's package ${missing[1]} is not installed. Run "npm install" in ${__dirname}.`,
      {
        cause: error,
      },
    );
  }
  throw error;
}
