import type { Access, ApiCall } from "../api/api-call";
import { isValidId } from "../api/identifiers";
import { Failure } from "../resource/failures";
import { type ApiRecord, isUsable } from "../vpcep/records";

/** The object that a call shows; a 404 goes through. */
export async function objectOf(
  { client, context }: Access,
  call: ApiCall,
  named: string,
): Promise<ApiRecord> {
  const { body } = await client.call(call, context);
  if (!isUsable(body)) throw malformed(named, "no usable id, or no status");
  return body;
}

/** The same for what the API tells of anybody's service, which has no status. */
export async function summaryOf(
  { client, context }: Access,
  call: ApiCall,
  named: string,
): Promise<ApiRecord> {
  const { body } = await client.call(call, context);
  if (typeof body.id !== "string" || !isValidId(body.id)) throw malformed(named, "no usable id");
  return body;
}

const malformed = (named: string, what: string) =>
  new Failure(`the API's response for ${named} was malformed: ${what}`);
