// The SDK's runner hands every required .ts file to ts-node, whatever PulumiPolicy.yaml says. A module that is
// imported from an ES module is left to Node itself, which runs TypeScript natively.
import "./index.ts";
