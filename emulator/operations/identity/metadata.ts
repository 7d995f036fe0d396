import { randomBytes } from "node:crypto";
import { Refusal } from "../../gateway/errors";
import { type ApiResponse, type Call, ok } from "../../gateway/operation";
import { derivedResourceId } from "../../world/ids";
import type { Holder, TemporaryKey } from "../../world/tokens";
import { credentialOf, issueKey } from "./issue";

/*
 * What an ECS asks at 169.254.169.254. The emulator stands for one server, in the first project of the first account.
 */

/** Published for servers that demand a token; the upper limit is not. */
const longestTtlSeconds = 21_600;
/** ECS user guide: a new key appears 10 minutes before the end of the old one, and both work in between. */
const overlapSeconds = 600;

export function createMetadataToken({ world, gatewayNowMs, header }: Call): ApiResponse {
  const { metadataToken } = world.settings;
  if (metadataToken === "404") throw refused(404, "404 Not Found");
  if (metadataToken === "405") throw refused(405, "405 Method Not Allowed");
  const ttlSeconds = Number(header("x-metadata-token-ttl-seconds") ?? "");
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > longestTtlSeconds)
    throw refused(400, "X-Metadata-Token-Ttl-Seconds is missing or out of range.");
  const token = randomBytes(32).toString("base64url");
  world.metadataTokens.add(token, { expiresMs: gatewayNowMs + ttlSeconds * 1000 });
  return { status: 200, body: token };
}

export function getSecurityKey(call: Call): ApiResponse {
  checkToken(call);
  if (!call.world.settings.serverAgency) throw refused(401, "Please configure Cloud Service Agency first.");
  return ok({ credential: credentialOf(currentKey(call)) });
}

export function getMetadata(call: Call): ApiResponse {
  checkToken(call);
  const { region, projectId } = call.place;
  const uuid = serverId(call);
  return ok({ uuid, name: "emulated-server", project_id: projectId, availability_zone: `${region}a` });
}

/** Only `required` asks for a token; one that is sent has to be valid wherever there are any. */
function checkToken({ world, header, gatewayNowMs }: Call): void {
  const { metadataToken } = world.settings;
  const token = header("x-metadata-token");
  if (metadataToken === "404" || metadataToken === "405") return;
  if (token === undefined && metadataToken === "optional") return;
  if (world.metadataTokens.findValid(token, gatewayNowMs) === undefined)
    throw refused(401, "The metadata token is missing, invalid or has expired.");
}

function currentKey(call: Call): TemporaryKey {
  const { world, gatewayNowMs } = call;
  const seconds = world.settings.metadataKeySeconds;
  const current = world.keys.find(world.metadataKey);
  const overlapMs = Math.min(overlapSeconds, seconds / 6) * 1000;
  if (current !== undefined && gatewayNowMs < current.expiresMs - overlapMs) return current;
  const key = issueKey(call, holder(call), seconds);
  world.metadataKey = key.accessKey;
  return key;
}

function holder(call: Call): Holder {
  const { domainId, name } = call.account;
  const session = serverId(call);
  const urn = `sts::${domainId}:assumed-agency:ecs-agency/${session}`;
  return { domainId, principal: { id: session, name: `${name}/ecs-agency`, urn } };
}

function serverId({ account }: Call): string {
  return derivedResourceId(`emulated server of ${account.domainId}`);
}

function refused(status: number, text: string): Refusal {
  return new Refusal(status, String(status), text, "text");
}
