import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeText } from "../../../provider/dynamic/bridge";

/**
 * Frozen. The text is an input and an output of every resource in every state: another one shows as a change of every
 * resource of every user, and the old text goes on running against new versions of the package for years (destroy and
 * refresh run what the state holds). So what it loads, and how it picks a handler, is public; change neither.
 */
const FROZEN = `const { existsSync } = require("fs"), { dirname, join } = require("path");
exports.handler = () => {
  let folder = process.cwd();
  try {
    return require("module").createRequire(join(folder, "program"))("pulumi-huaweicloud-vpcep/dynamic").handlers.VpcEndpointService();
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

test("the text in the state is the one that every state holds", () => {
  expect(bridgeText("VpcEndpointService")).toBe(FROZEN);
});

test("it has 1 KiB at the most, for it is stored twice a resource", () => {
  expect(Buffer.byteLength(bridgeText("VpcEndpointService"))).toBeLessThanOrEqual(1024);
});

describe("evaluated as the dynamic-provider process does it", () => {
  const home = mkdtempSync(join(tmpdir(), "bridge-"));
  const startFolder = process.cwd();
  afterEach(() => process.chdir(startFolder));
  afterAll(() => rmSync(home, { recursive: true }));

  /** A module from its text, which sees nothing but what a module sees. */
  function handlerOf(text: string): () => unknown {
    const module = { exports: {} as { handler: () => unknown } };
    new Function("exports", "require", "module", text)(module.exports, createRequire(__filename), module);
    return module.exports.handler;
  }

  function program(name: string, files: Record<string, string>): string {
    const folder = join(home, name);
    mkdirSync(folder, { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  const installed = (handlers: string) => ({
    "package.json": "{}",
    "node_modules/pulumi-huaweicloud-vpcep/package.json": JSON.stringify({
      exports: { "./dynamic": "./dynamic.js" },
    }),
    "node_modules/pulumi-huaweicloud-vpcep/dynamic.js": `exports.handlers = ${handlers};`,
  });

  test("it gives the handlers of its kind, from the program's folder", () => {
    process.chdir(
      program("whole", installed(`{ VpcEndpointService: () => "ours", Other: () => "another" }`)),
    );
    expect(handlerOf(bridgeText("VpcEndpointService"))()).toBe("ours");
    expect(handlerOf(bridgeText("Other"))()).toBe("another");
  });

  test("a folder below finds the package above", () => {
    const folder = program("above", installed(`{ VpcEndpointService: () => "ours" }`));
    process.chdir(program("above/infra/dev", {}));
    expect(handlerOf(bridgeText("VpcEndpointService"))()).toBe("ours");
    expect(existsSync(folder)).toBe(true);
  });

  function failureOf(text: string): Error {
    try {
      handlerOf(text)();
    } catch (error) {
      return error as Error;
    }
    throw new Error("it should have failed");
  }

  test("not installed: one sentence, no stack, with the package.json of the program", () => {
    process.chdir(program("missing", { "package.json": "{}" }));
    const folder = process.cwd();
    const error = failureOf(bridgeText("VpcEndpointService"));
    expect(error.message.replace(/\(.*\)$/, "(…)")).toBe(
      `cannot load pulumi-huaweicloud-vpcep: add it to the dependencies in ${join(folder, "package.json")} and run npm install (…)`,
    );
    expect(error.message).not.toContain("\n");
    // What the process prints beside it for a check, diff, read or delete: not the same sentence again.
    expect(`${error}: ${error.stack}`).toBe(
      "cannot load pulumi-huaweicloud-vpcep: see the error of the resource",
    );
  });

  test("not installed, with the package.json further up: that one is named", () => {
    process.chdir(program("upper", { "package.json": "{}" }));
    const folder = process.cwd();
    process.chdir(program("upper/infra/dev", {}));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toContain(
      ` in ${join(folder, "package.json")} and`,
    );
  });

  test("no package.json anywhere: the one to make is in the program's folder", () => {
    process.chdir(program("bare", {}));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toContain(
      ` in ${join(process.cwd(), "package.json")} and`,
    );
  });

  test("an installed package that breaks says why", () => {
    process.chdir(program("broken", installed(`(() => { throw new Error("half installed\\nmore"); })()`)));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toMatch(
      /run npm install \(half installed\)$/,
    );
  });
});
