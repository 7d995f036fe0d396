// The examples as projects: whoever copies one folder has all that it needs. tests/cli/ installs and runs them.
import packageJson from "../../package.json";
import { examples, nodeExamples, readDocument } from "../helpers/readme";

const read = (name: string, file: string) => readDocument(`examples/${name}/${file}`);
const { devDependencies } = packageJson;
/** What every program or its plugin needs. */
const dependencies = {
  "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
  "pulumi-huaweicloud-vpcep": packageJson.version,
};

describe.each(nodeExamples())("%s", (name) => {
  test("depends on this package by its version, and on what this repository is tested with", () => {
    expect(JSON.parse(read(name, "package.json"))).toEqual({
      name: `vpcep-${name}`,
      private: true,
      dependencies,
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

const others = examples().filter(({ language }) => language !== "nodejs");

test("there are examples in other languages", () => {
  expect(others.map(({ name, language }) => [name, language])).toEqual([
    ["go", "go"],
    ["python", "python"],
    ["yaml", "yaml"],
  ]);
});

describe.each(others)("$name", ({ name, files }) => {
  test("installs the plugin by npm, by this package's version, and says where it is", () => {
    const named = { name: `vpcep-${name}`, private: true };
    expect(JSON.parse(read(name, "package.json"))).toEqual({ ...named, dependencies });
    const yaml = read(name, "Pulumi.yaml");
    expect(yaml).toMatch(new RegExp(`^name: vpcep-${name}$`, "m"));
    expect(yaml).toContain(
      "plugins:\n  providers:\n    - name: huaweicloud-vpcep\n      path: node_modules/.bin\n",
    );
  });

  test("is the private link of the example for Node", () => {
    const valuesIn = (text: string) =>
      text.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|iam:domain::\w+|\b\d{3,4}\b/g);
    const program = files.filter((file) => /\.(go|py|yaml)$/.test(file)).map((file) => read(name, file));
    const same = valuesIn(read("private-link", "index.ts"));
    expect(same).toHaveLength(7);
    expect(valuesIn(program.join(""))).toEqual(same);
  });
});
