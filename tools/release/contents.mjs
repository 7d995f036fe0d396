// What may be in the tarball, and what must.

/** By kind, not by name: a new source file is no reason to look here. */
const MAY = [
  /^dist\/(provider|emulator)\/.+\.(js|d\.ts)$/,
  /^dist\/provider\/plugin\/schema\.json$/,
  /^dist\/emulator\/page\/app\/\w+\.(html|css)$/,
  /^docs\/([\w-]+\/)?[\w-]+\.(md|png|svg)$/,
  /^emulator\/README\.md$/,
  /^examples\/README\.md$/,
  /^examples\/[\w-]+\/(index\.ts|package\.json|Pulumi\.yaml|tsconfig\.json|__main__\.py|requirements\.txt|go\.mod|main\.go)$/,
  /^(CHANGELOG|CONTRIBUTING|README|SECURITY)\.md$/,
  /^(LICENSE|package\.json)$/,
];

const MUST = [
  ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
  ...["dist/provider/plugin/schema.json", "dist/emulator/page/app/index.html"],
];

/**
 * @param {readonly string[]} files of the tarball
 * @param {{ main: string, types: string, bin: Record<string, string>, exports: Record<string, unknown> }} manifest
 * @returns {string[]} a line for each file that should not be there, or is missing
 */
export function contentProblems(files, manifest) {
  const { main, types, bin, exports } = manifest;
  const named = [main, types, ...Object.values(bin), ...targetsOf(exports)];
  const must = [...new Set([...MUST, ...named.map((path) => path.replace(/^\.\//, ""))])];
  return [
    ...files
      .filter((file) => !MAY.some((kind) => kind.test(file)))
      .map((file) => `${file} should not be in it`),
    ...must.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  ];
}

/**
 * @param {unknown} target
 * @returns {string[]}
 */
function targetsOf(target) {
  if (typeof target === "string") return [target];
  return Object.values(/** @type {object} */ (target)).flatMap(targetsOf);
}
