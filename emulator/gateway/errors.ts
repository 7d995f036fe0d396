import { STATUS_CODES } from "node:http";
import type { ApiResponse } from "./operation";

/**
 * The service codes that the emulator sends, with the HTTP status and a short English text.
 * API page: "Error Codes" of the VPC Endpoint API Reference; every code without a number in brackets there is a 400.
 * The text is not part of the contract: clients have to branch on the code.
 */
const serviceCodes = {
  "EndPoint.0001": [500, "Internal error."],
  "EndPoint.0002": [400, "Parameter error."],
  "EndPoint.0004": [403, "No permission."],
  "EndPoint.0005": [404, "The resource does not exist."],
  "EndPoint.0006": [400, "Invalid limit."],
  "EndPoint.0007": [400, "Invalid action."],
  "EndPoint.0010": [400, "Invalid offset."],
  "EndPoint.0011": [504, "The request body is empty."],
  "EndPoint.0014": [400, "Invalid project ID."],
  "EndPoint.0015": [400, "Invalid specification."],
  "EndPoint.0017": [400, "Invalid sort_key."],
  "EndPoint.0018": [400, "Invalid sort_dir."],
  "EndPoint.0019": [400, "Invalid status."],
  "EndPoint.0020": [400, "Invalid VPC ID."],
  "EndPoint.0021": [400, "Invalid marker_id."],
  "EndPoint.0022": [400, "Too many requests. Try again later."],
  "EndPoint.0023": [400, "Invalid subnet_id."],
  "Endpoint.1018": [400, "Quota exceeded."],
  "EndPoint.1019": [400, "Invalid route table ID."],
  "EndPoint.2003": [400, "The VPC endpoint service does not exist."],
  "EndPoint.2004": [400, "The VPC endpoint service is not available now."],
  "EndPoint.2006": [404, "The VPC endpoint does not exist."],
  "EndPoint.2010": [400, "The subnet ID is empty."],
  "EndPoint.2011": [400, "The VPC ID is empty."],
  "EndPoint.2012": [400, "The account is not on the whitelist of the VPC endpoint service."],
  "EndPoint.2013": [400, "The VPC endpoint does not belong to this VPC endpoint service."],
  "EndPoint.2014": [400, "The VPC endpoint has already been connected."],
  "EndPoint.2017": [400, "Invalid VPC endpoint ID."],
  "EndPoint.2018": [400, "The VPC endpoint is being deleted."],
  "EndPoint.2019": [400, "The VPC endpoint is being created."],
  "EndPoint.2027": [400, "Invalid action."],
  "EndPoint.2028": [400, "The service port or protocol is empty."],
  "EndPoint.2029": [400, "The VPC endpoint service ID is empty."],
  "EndPoint.2031": [400, "Only one VPC endpoint can be handled at a time."],
  "EndPoint.2033": [400, "Invalid enable_dns."],
  "EndPoint.2034": [400, "enable_dns cannot be used here."],
  "EndPoint.2039": [400, "The route table is used by another VPC endpoint."],
  "EndPoint.2040": [400, "The VPC endpoint has no route table."],
  "EndPoint.2041": [400, "Invalid port_ip."],
  "EndPoint.2042": [400, "The port_ip is already in use."],
  "EndPoint.2044": [400, "Invalid whitelist."],
  "EndPoint.2045": [400, "The whitelist is full."],
  "EndPoint.2047": [400, "A failed VPC endpoint cannot be changed."],
  "EndPoint.2048": [400, "Invalid endpoint policy."],
  "EndPoint.2049": [400, "The VPC endpoint has no policy."],
  "EndPoint.3002": [400, "Invalid permission."],
  "EndPoint.3004": [400, "Invalid port."],
  "EndPoint.3006": [400, "The VPC endpoint service is in use."],
  "EndPoint.3011": [400, "ip is not needed for an interface VPC endpoint service."],
  "EndPoint.3021": [400, "Invalid serverType."],
  "EndPoint.3035": [400, "Invalid action."],
  "EndPoint.3036": [400, "Invalid permissions."],
  "EndPoint.3042": [400, "The port is not in the VPC."],
  "EndPoint.3043": [400, "Invalid service port."],
  "EndPoint.3044": [
    400,
    "The ports conflict with those of another VPC endpoint service with the same port_id.",
  ],
  "EndPoint.3045": [400, "Other properties cannot be changed in the current state."],
  "EndPoint.3048": [400, "Invalid net_type."],
  "EndPoint.3049": [400, "The permission whitelist is full."],
  "EndPoint.3051": [400, "Invalid vip_port_id."],
  "EndPoint.3052": [400, "port_id and ip cannot be given together."],
  "EndPoint.3053": [400, "vip_port_id and ip cannot be given together."],
  "EndPoint.3054": [400, "vip_port_id cannot be changed."],
  "EndPoint.3055": [400, "ip cannot be changed."],
  "EndPoint.3062": [400, "Invalid endpoint service ID."],
  "EndPoint.3063": [400, "Invalid port ID."],
  "EndPoint.3066": [400, "The tag is empty."],
  "EndPoint.3067": [400, "The tag key is repeated."],
  "EndPoint.3068": [400, "The tag contains invalid characters."],
  "EndPoint.3069": [400, "Too many tags."],
  "EndPoint.3070": [400, "Invalid resource type."],
  "EndPoint.3071": [400, "The tag value is repeated."],
  "EndPoint.3072": [400, "Invalid tag key length."],
  "EndPoint.3073": [400, "Invalid tag value length."],
  "EndPoint.3074": [400, "Too many ports."],
  "EndPoint.3075": [400, "Invalid protocol."],
  "EndPoint.3076": [400, "Invalid service name."],
} as const satisfies Record<string, readonly [number, string]>;

export type ServiceCode = keyof typeof serviceCodes;
export const everyServiceCode = Object.keys(serviceCodes) as ServiceCode[];

export function isServiceCode(code: string): code is ServiceCode {
  return Object.hasOwn(serviceCodes, code);
}

/**
 * How an error is written. `plain`: code and text, as the service does. `requestId`: and the id of the request, as the
 * gateway and STS do. `v3`: as the `/v3` calls of the identity service. `text`: as the metadata service.
 */
export type ErrorForm = "plain" | "requestId" | "v3" | "text";

/** A response that is an error: operations throw it, the gateway sends it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly form: ErrorForm = "plain",
  ) {
    super(message);
  }
}

/** `detail` is added to the text, so that a log shows which field was meant. */
export function refusal(code: ServiceCode, detail?: string): Refusal {
  const [status, text] = serviceCodes[code];
  return new Refusal(status, code, detail === undefined ? text : `${text} (${detail})`);
}

/** Errors of the gateway in front of the service: prefix APIGW, request id in the body (API request signing guide). */
export function gatewayRefusal(status: number, code: string, message: string): Refusal {
  return new Refusal(status, code, message, "requestId");
}

export function refusalResponse(failure: Refusal, requestId: string): ApiResponse {
  const { status, code, message, form } = failure;
  if (form === "text") return { status, body: message };
  if (form === "v3") {
    return { status, body: { error: { code: status, message, title: STATUS_CODES[status] ?? "" } } };
  }
  const body = { error_code: code, error_msg: message };
  return { status, body: form === "requestId" ? { ...body, request_id: requestId } : body };
}
