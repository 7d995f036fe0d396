// The public surface changes only on purpose: what is built now, against the files in tests/surface/.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { reachableOnly } from "../../tools/surface/reachable.mjs";
import { root } from "../helpers/readme";

test("is what tests/surface/ says: run `npm run surface` if this fails on purpose", () => {
  const write = join(root, "tools", "surface", "write.mjs");
  const { status, stderr } = spawnSync(process.execPath, [write, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 60_000);

const report = `## API Report

\`\`\`ts

import * as pulumi from '@pulumi/pulumi';

// @public
export class Shown extends Base {
    constructor(name: Name);
}

// @public
class Base {
    constructor(inner: Inner);
    near(): Far;
}

// @public
interface Far {
    id: string;
}

// @public
type Name = string;

// @public
interface Inner {
    id: string;
}

\`\`\`
`;

test("goes as far as what is exported leads to", () => {
  const names = [...reachableOnly(report).matchAll(/^(?:export )?(?:class|interface|type) (\w+)/gm)];
  expect(names.map(([, name]) => name)).toEqual(["Shown", "Base", "Far", "Name"]);
  expect(reachableOnly(report)).toContain("import * as pulumi");
  expect(reachableOnly(report)).not.toContain("Inner");
});
