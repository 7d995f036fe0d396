// The examples import the package by its name, as their copies elsewhere do. Here nothing installs it: a link to this
// repository takes its place, beside the examples, where no npm of the root prunes it.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./sources.mjs";

export function linkOwnPackage() {
  const link = join(root, "examples", "node_modules", "pulumi-huaweicloud-vpcep");
  if (existsSync(join(link, "package.json"))) return;
  rmSync(link, { recursive: true, force: true });
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), root), link, "junction");
}
