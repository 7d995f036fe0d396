/**
 * The text that stands for a resource's provider in the state of every resource of that kind.
 *
 * Pulumi's dynamic-provider process evaluates it as a module and calls `handler()`. `pulumi.dynamic.Resource` would make
 * such a text out of an object by serialising it; we give it ready-made (the format is the one that every state with a
 * dynamic resource holds), so that
 * - nothing of the program, least of all a secret, can be captured in it,
 * - it is the same for every resource and every version of this package, and an upgrade changes no resource,
 * - it is short: it is stored twice a resource.
 *
 * It loads the package that the program has installed, from the program's folder (the process's working directory). When
 * that fails, it names the package.json to mend: the nearest one at or above the folder.
 *
 * What it refers to, the subpath `pulumi-huaweicloud-vpcep/dynamic` and `handlers.<kind>(…)` in it, stays for as long as
 * any state holds the text: `destroy` and `refresh` run with what they find there.
 */
export function bridgeText(kind: string): string {
  return `const { existsSync } = require("fs"), { dirname, join } = require("path");
exports.handler = () => {
  let folder = process.cwd();
  try {
    return require("module").createRequire(join(folder, "program"))("pulumi-huaweicloud-vpcep/dynamic").handlers.${kind}();
  } catch (cause) {
    while (folder !== dirname(folder) && !existsSync(join(folder, "package.json"))) folder = dirname(folder);
    if (!existsSync(join(folder, "package.json"))) folder = process.cwd();
    const error = new Error("cannot load pulumi-huaweicloud-vpcep: add it to the dependencies in " +
      join(folder, "package.json") + " and run npm install (" + String(cause.message).split("\\n")[0] + ")");
    error.toString = () => "cannot load pulumi-huaweicloud-vpcep";
    error.stack = "see the error of the resource";
    throw error;
  }
};
`;
}
