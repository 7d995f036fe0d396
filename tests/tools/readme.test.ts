// The programs that the documents show, and the examples: what a reader copies has to compile.
import { codeBlocks } from "../helpers/markdown";
import { documents, nodeExamples, readDocument, readmeProgram } from "../helpers/readme";
import { typeErrors } from "../helpers/typescript";

/** What a snippet without imports may use, as its document says before the first of them. */
const prelude = `import { VpcEndpointService, type VpcEndpointServiceArgs } from "pulumi-huaweicloud-vpcep";
declare const backend: Pick<VpcEndpointServiceArgs, "serverType" | "vpcId" | "portId" | "ports">;
`;

function snippets(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const path of documents()) {
    for (const { language, text, line } of codeBlocks(readDocument(path))) {
      if (language !== "typescript") continue;
      // A program of Pulumi is a CommonJS module, which knows no `await` outside functions.
      const ending = /^(const .* = )?await /m.test(text) ? "mts" : "ts";
      const name = `${path.replaceAll("/", "-")}-line-${line}.${ending}`;
      found[name] = /^import /m.test(text) ? text : prelude + text;
    }
  }
  for (const name of nodeExamples()) found[`${name}.ts`] = readDocument(`examples/${name}/index.ts`);
  return found;
}

test("every snippet of the documents and every example compiles against the package's types; a wrong argument does not", () => {
  const wrong = readmeProgram().replace("approvalEnabled", "approval");
  const texts = snippets();
  expect(Object.keys(texts).length).toBeGreaterThanOrEqual(40);
  expect(typeErrors({ ...texts, "wrong.ts": wrong })).toEqual([
    expect.stringMatching(/^wrong\.ts:.*'approval' does not exist/),
  ]);
}, 120_000);

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

  test("names the two commands within forty lines", () => {
    const screen = lines.slice(0, 40).join("\n");
    expect(screen).toContain("| `npm run quickstart` |");
    expect(screen).toContain("| `npm test` |");
    expect(screen).toContain("[`VpcEndpointService`]");
  });
});
