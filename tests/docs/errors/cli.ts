/** Texts of docs/errors.md that only the real CLI shows: tests/cli/bad-input.test.ts provokes each of them. */
export const SHOWN_BY_CLI = {
  property: "property … value {…} has a problem: …",
  resource: "resource '…' has a problem: …",
  import: "Cannot read properties of undefined (reading 'toJavaScript')",
  noSdk: "It looks like the Pulumi SDK has not been installed. …",
  noModule: "Cannot find module '@pulumi/pulumi/cmd/dynamic-provider'",
  noProvider: "could not load provider for resource …",
};
