// A report of API Extractor holds every type that the declarations mention. Users can see less: what they are given is
// not constructed by them, so what only a constructor of an inner class takes is not public.

const FENCE = "```";

/**
 * The report without the declarations that nothing exported leads to.
 * @param {string} report
 */
export function reachableOnly(report) {
  const [head = "", code = "", tail = ""] = report.split(new RegExp(`^${FENCE}.*\n`, "m"));
  const blocks = code.split("\n\n").map(withoutInnerConstructor);
  const named = new Map(blocks.map((block) => [nameOf(block), block]));
  const kept = new Set(blocks.filter((block) => nameOf(block) === undefined || /^export /m.test(block)));
  // A set gives what is added while it is walked through, too.
  for (const block of kept)
    for (const [word] of block.matchAll(/\b[A-Z]\w*/g)) {
      const declaration = named.get(word);
      if (declaration !== undefined) kept.add(declaration);
    }
  const shown = blocks.filter((block) => kept.has(block)).join("\n\n");
  return `${head}${FENCE}ts\n${shown}${FENCE}\n${tail}`;
}

/** @param {string} block */
function nameOf(block) {
  return /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|enum) (\w+)/m.exec(block)?.[1];
}

/** @param {string} block */
function withoutInnerConstructor(block) {
  return /^class /m.test(block)
    ? block.replace(/^ {4}(private |protected )?constructor\([^;]*\);\n/m, "")
    : block;
}
