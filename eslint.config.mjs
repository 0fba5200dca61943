import { fileURLToPath } from "node:url";
import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import prettier from "eslint-config-prettier";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// What each folder may import of ours (docs/decisions/0001-the-house.md draws the picture). A folder that is
// not named here may import everything but the pack's entry point, which starts a server when it is loaded.
const everyFolder = [
  "bench",
  "components",
  "config",
  "index.ts",
  "model",
  "policies",
  "rendering",
  "systems",
  "tests",
  "toolchain",
  "tools",
];
const allowedImports = {
  model: [],
  systems: ["model"],
  config: ["model"],
  components: ["model", "config"],
  policies: [],
  rendering: ["index.ts", "model", "systems", "config", "components"],
  toolchain: [],
};

const importZones = Object.entries(allowedImports).map(([folder, allowed]) => ({
  target: `./${folder}`,
  from: everyFolder
    .filter((other) => other !== folder && !allowed.includes(other))
    .map((other) => `./${other}`),
  message: `${folder}/ may import only ${["itself", ...allowed].join(", ")}.`,
}));
const programZone = {
  target: "./index.ts",
  from: ["bench", "policies", "rendering", "tests", "toolchain", "tools"].map((folder) => `./${folder}`),
  message: "index.ts may import only systems, config, components and model.",
};
const packEntryZone = {
  target: ["./tools", "./tests", "./bench"],
  from: "./policies/index.ts",
  message: "Loading the pack's entry point starts its server; import from policies/rules instead.",
};

// Value objects of the model, whose text form is their canonical one.
const printedByDesign = [
  "Bytes",
  "Cpu",
  "CronSchedule",
  "Digest",
  "Duration",
  "Hostname",
  "ImageReference",
  "Percentage",
  "Port",
  "TimeZone",
];

export default defineConfig(
  { ignores: ["node_modules/", ".toolchain/", "out/", "coverage/"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        // Node reads these as they are, and no tsconfig lists them.
        projectService: {
          allowDefaultProject: ["eslint.config.mjs", "policies/entry.mjs", "policies/start.cjs"],
        },
        tsconfigRootDir: fileURLToPath(new URL(".", import.meta.url)),
      },
    },
    plugins: { "import-x": importX, "@pulumi": pulumi },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allow: [{ from: "file", name: printedByDesign }] },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "import-x/no-cycle": "error",
      "import-x/no-duplicates": ["error", { "prefer-inline": true }],
      "import-x/no-restricted-paths": ["error", { zones: [...importZones, programZone, packEntryZone] }],
      "import-x/order": ["error", { alphabetize: { order: "asc" }, "newlines-between": "never" }],
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Read the process's environment in one place, at the edge.",
        },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
    settings: { "import-x/resolver-next": [] },
  },
  { files: ["policies/start.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  {
    files: ["toolchain/**", "tools/**", "bench/**", "tests/**", "rendering/**"],
    rules: {
      "no-console": "off",
      "no-restricted-properties": "off",
      // The Kubernetes client declares its models as classes and takes plain objects for them.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  prettier,
);
