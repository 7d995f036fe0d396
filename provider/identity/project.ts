import type { ApiClient, CallContext } from "../api/api-call";
import { ConfigError } from "../api/errors";
import { cleanText } from "../api/text";
import { projectsNamed } from "./calls";

/** The id of the project with exactly this name. Throws a sentence for none and for several; none is ever made. */
export async function projectIdOf(iam: ApiClient, name: string, context: CallContext): Promise<string> {
  const { body } = await iam.call(projectsNamed(name), context);
  const projects = body.projects as { id: string; name: string; enabled?: unknown }[];
  const found = projects.filter((project) => project.name === name && project.enabled !== false);
  const [project, ...others] = found;
  if (project !== undefined && others.length === 0) return project.id;
  const shown = found.map(({ id }) => cleanText(id, 64)).join(", ");
  const how = project === undefined ? "has no project" : `has several projects (${shown})`;
  throw new ConfigError(`The account ${how} named ${cleanText(name, 64)}: set projectId, or projectName.`);
}
