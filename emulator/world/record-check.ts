import { isJsonObject } from "./json";
import { count, type Expected, filledText, number, objects, objectWith, text, texts } from "./user-input";

/** The fields of a stored service that the code relies on; the others are only shown. */
export const serviceFields: Record<string, Expected> = {
  id: filledText,
  project_id: filledText,
  status: filledText,
  service_name: text,
  port_id: text,
  vpc_id: text,
  server_type: text,
  public_border_group: text,
  ports: objects,
  tags: objects,
  supported_editions: texts,
};

const endpointFields: Record<string, Expected> = {
  id: filledText,
  project_id: filledText,
  status: filledText,
  endpoint_service_id: text,
  endpoint_service_name: text,
  vpc_id: text,
  tags: objects,
};

const times = { createdMs: number, updatedMs: number };
const service = objectWith({ ...times, wire: objectWith(serviceFields, ""), permissions: objects }, "");
const endpoint = objectWith(
  { ...times, wire: objectWith(endpointFields, ""), domainId: filledText, address: text },
  "",
);

/** Whether a value read from a file can be used as the state. */
export function isState(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { services, endpoints, portVpc, nextMarkerId } = value;
  if (!areRecords(services, service) || !areRecords(endpoints, endpoint)) return false;
  return isJsonObject(portVpc) && Object.values(portVpc).every(text.fits) && count.fits(nextMarkerId);
}

/** Every record is stored under its own id. */
function areRecords(records: unknown, { fits }: Expected): boolean {
  if (!isJsonObject(records)) return false;
  return Object.entries(records).every(
    ([id, record]) =>
      fits(record) && isJsonObject(record) && isJsonObject(record["wire"]) && record["wire"]["id"] === id,
  );
}
