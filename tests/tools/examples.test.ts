// The examples as projects: whoever copies one folder has all that it needs. tests/cli/ installs and runs them.
import packageJson from "../../package.json";
import { examples, readDocument } from "../helpers/readme";

const read = (name: string, file: string) => readDocument(`examples/${name}/${file}`);

describe.each(examples())("%s", (name) => {
  test("depends on this package by its version, and on what this repository is tested with", () => {
    const { name: project, private: isPrivate, ...dependencies } = JSON.parse(read(name, "package.json"));
    expect([project, isPrivate]).toEqual([`vpcep-${name}`, true]);
    const { devDependencies } = packageJson;
    expect(dependencies).toEqual({
      dependencies: {
        "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
        "pulumi-huaweicloud-vpcep": packageJson.version,
      },
      devDependencies: {
        "@types/node": devDependencies["@types/node"],
        typescript: devDependencies.typescript,
      },
    });
  });

  test("has a Pulumi project of its own name, with its own index.ts", () => {
    const yaml = read(name, "Pulumi.yaml");
    expect(yaml).toMatch(new RegExp(`^name: vpcep-${name}$`, "m"));
    expect(yaml).toMatch(/^main: index\.ts$/m);
  });

  test("has compiler options that TypeScript 5.4 knows, and that do not lead out of the folder", () => {
    expect(JSON.parse(read(name, "tsconfig.json"))).toEqual({
      compilerOptions: {
        target: "es2022",
        module: "node16",
        moduleResolution: "node16",
        strict: true,
        skipLibCheck: true,
        types: ["node"],
        noEmit: true,
      },
      files: ["index.ts"],
    });
  });
});
