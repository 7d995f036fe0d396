import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bridgeText } from "../../../provider/program/bridge";

/**
 * Frozen. The text is an input and an output of every resource in every state: another one shows as a change of every
 * resource of every user, and the old text goes on running against new versions of the package for years (destroy and
 * refresh run what the state holds). So what it loads, and how it picks a handler, is public; change neither.
 */
const FROZEN = `exports.handler=(p="pulumi-huaweicloud-vpcep",r=require("module").createRequire(process.cwd()+"/_"),f=r.resolve.paths(p).map(d=>r("path").join(d,"../package.json")))=>{
try{return r(p+"/dynamic").handlers.VpcEndpointService()}catch(e){
e.message=\`cannot load \${p}: add it to \${f.find(r("fs").existsSync)??f[0]} and run npm install (\${/.*/.exec(e)})\`
e.stack=""
e.toString=()=>p
throw e}}`;

test("the text in the state is the one that every state holds", () => {
  expect(bridgeText("VpcEndpointService")).toBe(FROZEN);
});

test.each(["VpcEndpointService", "VpcEndpointServicePermission"])(
  "it has 400 bytes at the most, for it is stored twice a resource: %s",
  (kind) => expect(Buffer.byteLength(bridgeText(kind))).toBeLessThanOrEqual(400),
);

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
      `cannot load pulumi-huaweicloud-vpcep: add it to ${join(folder, "package.json")} and run npm install (…)`,
    );
    expect(error.message).not.toContain("\n");
    // What the process prints beside it for a check, diff, read or delete: not the same sentence again.
    expect(`${error}: ${error.stack}`).toBe("pulumi-huaweicloud-vpcep: ");
  });

  test("not installed, with the package.json further up: that one is named", () => {
    process.chdir(program("upper", { "package.json": "{}" }));
    const folder = process.cwd();
    process.chdir(program("upper/infra/dev", {}));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toContain(
      ` add it to ${join(folder, "package.json")} and`,
    );
  });

  test("no package.json anywhere: the one to make is in the program's folder", () => {
    process.chdir(program("bare", {}));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toContain(
      ` add it to ${join(process.cwd(), "package.json")} and`,
    );
  });

  test("an installed package that breaks says why", () => {
    process.chdir(program("broken", installed(`(() => { throw new Error("half installed\\nmore"); })()`)));
    expect(failureOf(bridgeText("VpcEndpointService")).message).toMatch(
      /run npm install \(Error: half installed\)$/,
    );
  });
});
