// The programs that the documents show, and the examples: what a reader copies has to compile.
import { codeBlocks } from "../helpers/markdown";
import { documents, examples, readDocument, readmeProgram } from "../helpers/readme";
import { typeErrors } from "../helpers/typescript";

/** What a snippet without imports may use, as the README says before the first of them. */
const prelude = `import { VpcEndpointService, type VpcEndpointServiceArgs } from "pulumi-huaweicloud-vpcep";
declare const backend: Pick<VpcEndpointServiceArgs, "serverType" | "vpcId" | "portId" | "ports">;
`;

function snippets(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const path of documents()) {
    for (const { language, text, line } of codeBlocks(readDocument(path))) {
      if (language === "typescript")
        found[`${path.replaceAll("/", "-")}-line-${line}.ts`] = /^import /m.test(text)
          ? text
          : prelude + text;
    }
  }
  for (const name of examples()) found[`${name}.ts`] = readDocument(`examples/${name}/index.ts`);
  return found;
}

/** Named for an argument that does not exist, to show that mistakes are found. */
const wrong = { "wrong.ts": readmeProgram().replace("approvalEnabled", "approval") };
const typeCheck = once(() => typeErrors({ ...snippets(), ...wrong }));

test("every snippet of the documents and every example compiles against the package's types", () => {
  expect(Object.keys(snippets()).length).toBeGreaterThanOrEqual(9);
  expect(typeCheck().filter((error) => !error.startsWith("wrong.ts"))).toEqual([]);
}, 120_000);

test("a snippet with an argument that does not exist is found out", () => {
  const found = typeCheck().filter((error) => error.startsWith("wrong.ts"));
  expect(found).toEqual([expect.stringContaining("'approval' does not exist")]);
}, 120_000);

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

describe("the first screen of README.md", () => {
  const readme = readDocument("README.md");
  const lines = readme.split("\n");

  test("is a title, one sentence, then the program", () => {
    expect(lines[0]).toBe("# pulumi-huaweicloud-vpcep");
    expect(lines[2]).toMatch(/^[^.]+\.$/);
    expect(lines[4]).toBe("```typescript");
  });

  test("has a program of twelve lines", () => {
    expect(readmeProgram().trimEnd().split("\n")).toHaveLength(12);
  });

  test("gives the program as CommonJS too", () => {
    expect(readmeProgram("commonjs")).toContain('require("pulumi-huaweicloud-vpcep")');
  });

  test("names the two commands within forty lines", () => {
    const screen = lines.slice(0, 40).join("\n");
    expect(screen).toContain("| `npm run quickstart` |");
    expect(screen).toContain("| `npm test` |");
    expect(screen).toContain("[`VpcEndpointService`]");
  });
});
