// The changelog at a release: its newest heading, `## <version> (unreleased)`, gets the version and the day.
import { Failure } from "../command.mjs";

/**
 * @param {string} changelog
 * @param {string} version
 * @param {string} day such as 2026-11-28
 * @returns {{ changelog: string, notes: string }} `notes`: what this version brings
 */
export function releasedChangelog(changelog, version, day) {
  const [, heading = "", body = ""] = /^(## .*)\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(changelog) ?? [];
  if (!/ \(unreleased\)$/.test(heading))
    throw new Failure(
      `CHANGELOG.md begins with "${heading}": put "## ${version} (unreleased)" above it, with what is new.`,
    );
  const notes = body.trim();
  if (!/^\* /m.test(notes)) throw new Failure(`CHANGELOG.md says nothing under "${heading}".`);
  return { changelog: changelog.replace(heading, () => `## ${version} (${day})`), notes };
}
