// Where the set-up and the provider decide by the system that they run on: what they decide on each.
import { isOpenToOthers } from "../../provider/configuration/files";
import { backendUrl, userCacheFolder, withPathFirst } from "../../tools/machine.mjs";
import { npmCommand } from "../../tools/npm.mjs";
import { listCommand, parentsIn } from "../../tools/process-tree.mjs";
import { hasGroups } from "../../tools/processes.mjs";
import { dynamicProvider } from "../../tools/pulumi-cli/build.mjs";
import { namesOn } from "../../tools/pulumi-cli/pieces.mjs";

const linux = { platform: "linux", home: "/home/lin" } as const;
const mac = { platform: "darwin", home: "/Users/lin" } as const;
const windows = { platform: "win32", home: "C:\\Users\\Lin" } as const;

test.each([
  ["Linux", { ...linux, env: {} }, "/home/lin/.cache"],
  ["Linux with a folder of its own", { ...linux, env: { XDG_CACHE_HOME: "/cache" } }, "/cache"],
  ["macOS", { ...mac, env: {} }, "/Users/lin/Library/Caches"],
  ["macOS with a folder of its own", { ...mac, env: { XDG_CACHE_HOME: "/cache" } }, "/cache"],
  ["Windows", { ...windows, env: { LOCALAPPDATA: "D:\\Local" } }, "D:\\Local"],
  ["Windows without the variable", { ...windows, env: {} }, "C:\\Users\\Lin\\AppData\\Local"],
  [
    "Windows, where XDG means nothing",
    { ...windows, env: { XDG_CACHE_HOME: "/cache" } },
    "C:\\Users\\Lin\\AppData\\Local",
  ],
])("the CLI is kept in the user's cache: %s", (_name, machine, folder) => {
  expect(userCacheFolder(machine)).toBe(folder);
});

test.each([
  ["Linux", { ...linux, env: { PATH: "/bin", Path: "none" } }, { PATH: "/own:/bin", Path: "none" }],
  ["macOS without a PATH", { ...mac, env: { HOME: "/" } }, { HOME: "/", PATH: "/own:" }],
  ["Windows", { ...windows, env: { Path: "C:\\bin", TMP: "t" } }, { TMP: "t", PATH: "/own;C:\\bin" }],
])("a program of ours is found first, and the user's after it: %s", (_name, machine, env) => {
  expect(withPathFirst(machine, ["/own"])).toEqual(env);
});

test.each([
  ["Linux", linux, "/tmp/a b", "file:///tmp/a%20b"],
  ["macOS", mac, "/var/folders/x", "file:///var/folders/x"],
  ["Windows", windows, "C:\\Temp\\x", "file://C:/Temp/x"],
])("the file backend has the URL that Pulumi reads on %s", (_name, machine, folder, url) => {
  expect(backendUrl(folder, machine)).toBe(url);
});

describe("npm", () => {
  test.each([
    ["Linux", linux, ["npm", ["ci"]]],
    ["macOS", mac, ["npm", ["ci"]]],
    ["Windows, by its interpreter", windows, ["cmd.exe", ["/d", "/s", "/c", "npm.cmd", "ci"]]],
  ])("from PATH on %s", (_name, { platform }, command) => {
    expect(npmCommand(["ci"], { platform, env: {} })).toEqual(command);
  });

  test.each([linux, mac, windows])("the one that runs the script, on $platform", ({ platform }) => {
    const env = { npm_execpath: "/lib/npm-cli.js" };
    expect(npmCommand(["ci"], { platform, env })).toEqual([process.execPath, ["/lib/npm-cli.js", "ci"]]);
  });

  test("another manager that runs the script is not npm", () => {
    const env = { npm_execpath: "/lib/pnpm.cjs" };
    expect(npmCommand(["ci"], { platform: "linux", env })).toEqual(["npm", ["ci"]]);
  });
});

test.each([
  ["linux", { exe: "", script: "", python: "python3", pythonFolder: "bin" }],
  ["darwin", { exe: "", script: "", python: "python3", pythonFolder: "bin" }],
  ["win32", { exe: ".exe", script: ".cmd", python: "python", pythonFolder: "Scripts" }],
] as const)("programs are named as on %s", (platform, names) => {
  expect(namesOn(platform)).toEqual(names);
});

test.each([
  ["linux", /^#!\/bin\/sh\n/, '"$@"'],
  ["darwin", /^#!\/bin\/sh\n/, '"$@"'],
  ["win32", /^@echo off\n/, "%*"],
] as const)("the dynamic provider is a script of %s, and passes its arguments on", (platform, head, rest) => {
  const script = dynamicProvider(platform);
  expect(script).toMatch(head);
  expect(script).toContain("require.resolve(");
  expect(script.trimEnd().endsWith(rest)).toBe(true);
});

describe("what a program has started", () => {
  test.each([
    ["linux", true],
    ["darwin", true],
    ["win32", false],
  ] as const)("is signalled as a group on %s: %p", (platform, expected) => {
    expect(hasGroups(platform)).toBe(expected);
  });

  test.each([
    ["darwin", "ps"],
    ["win32", "powershell.exe"],
  ] as const)("is listed on %s by %s", (platform, command) => {
    expect(listCommand(platform)[0]).toBe(command);
  });

  test.each([
    ["ps", "    1     0\n  734     1\n12345   734\n"],
    ["PowerShell", "1 0\r\n734 1\r\n12345 734\r\n"],
  ])("is read from what %s prints, without the processes of nobody", (_name, listed) => {
    expect(parentsIn(listed)).toEqual([
      [734, 1],
      [12345, 734],
    ]);
  });
});

test.each([
  ["linux", 0o100644, true],
  ["linux", 0o100600, false],
  ["darwin", 0o100604, true],
  ["darwin", 0o100640, true],
  ["win32", 0o100666, false],
] as const)(
  "a file with keys is open to others by its bits, but not on Windows: %s %s",
  (platform, mode, expected) => {
    expect(isOpenToOthers(mode, platform)).toBe(expected);
  },
);
