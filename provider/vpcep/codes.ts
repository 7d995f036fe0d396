import type { ApiService, CodeMeaning } from "../api/api-call";
import { lacksRight } from "./iam-actions";

export const GONE = "If it was deleted outside Pulumi, run `pulumi refresh`, then `pulumi up`.";

/**
 * What an error code of the VPC Endpoint service means beyond its HTTP status. (API reference: error codes)
 *
 * Keys are the digits of the code. A hint names inputs of the provider, not fields of the API. 0022 is throttling with
 * HTTP 400; 0011 and 0012 (body or header missing) are permanent with HTTP 504.
 */
const CODES: Record<string, CodeMeaning> = {
  "0001": { hint: "The API had a failure of its own: run it again later." },
  "0002": {
    hint: "One of the inputs is not accepted: compare serviceName, serverType, ports, tcpProxy and tags with their rules.",
  },
  "0004": { hint: ({ method, segments }) => lacksRight(method, segments) },
  "0005": { isGone: true, hint: GONE },
  "0011": { outcome: "refused" },
  "0012": { outcome: "refused" },
  "0014": { hint: "Check projectId: it must be the id of the project in this region." },
  "0015": {
    hint: "It needs the professional edition, or a region that has it: set edition on the service first.",
  },
  "0020": { hint: "Check vpcId: it must be the id of a VPC of this project." },
  "0022": { outcome: "throttled" },
  "0023": { hint: "Check subnetId: it must be the network id of a subnet of the VPC." },
  "1003": { hint: "Check serviceName: at most 16 letters, digits, underscores and hyphens." },
  "1018": {
    hint: "The quota of the account for this kind of resource is used up: delete some, or ask for a higher quota (My Quotas in the console, or a service ticket).",
  },
  "1019": { hint: "Check routeTables: one of them is not the id of a route table." },
  "2001": { hint: "Check vpcId: this VPC does not exist in the region." },
  "2003": { isGone: true, hint: GONE },
  "2004": { hint: "The service is not usable now: wait until its status is available." },
  "2006": { isGone: true },
  "2007": { isGone: true },
  "2008": { isGone: true },
  "2010": { hint: "Set subnetId: a service of type interface needs it." },
  "2011": { hint: "Set vpcId." },
  "2012": { hint: "The account is not on the service's list: its owner must add it to permissions." },
  "2013": { hint: "Check endpointServiceId and endpointId: the endpoint is not one of this service." },
  "2014": {
    hint: "The subnet has an endpoint of this service already, and may have one in the basic edition: take that one over with existingId, or choose another subnetId.",
  },
  "2029": { hint: "Check existingId, or the id given to get: it is empty." },
  "2030": { isGone: false },
  "2034": {
    hint: "Leave enableDns out: another endpoint of the VPC has the private domain name of this service.",
  },
  "2037": { hint: "Check subnetId and vpcId: the subnet does not lie in this VPC." },
  "2039": { hint: "Check routeTables: one of them leads to another endpoint of this service." },
  "2040": { hint: "Check routeTables: a service of type gateway takes them, and one must be left." },
  "2041": { hint: "Check ip: it must be an IPv4 address." },
  "2042": { hint: "Check ip: the address is taken." },
  "2043": { hint: "Check ip and subnetId: the address does not lie in the subnet." },
  "2044": { hint: "Check whitelist: IPv4 addresses and blocks, but not 0.0.0.0 or a block of length 0." },
  "2045": { hint: "The whitelist is full: remove entries that are no longer needed." },
  "2047": {
    hint: "The endpoint has failed and cannot be changed: run `pulumi refresh`, and the next `pulumi up` replaces it.",
  },
  "2048": {
    hint: "Check policyStatement and policyDocument: which of them an endpoint takes depends on its service, and some take neither.",
  },
  "3002": { hint: 'Check permissions: "iam:domain::<account id>", or "*" alone for everyone.' },
  "3003": {
    hint: "Check portId: for LB the port of the load balancer's private address, for VM the server's network card.",
  },
  "3004": { hint: "Check ports: clientPort and serverPort must lie between 1 and 65535." },
  "3005": { hint: "The service could not be deleted: run it again, and open a service ticket if it stays." },
  "3006": { hint: "Endpoints are still connected to the service." },
  "3008": { hint: "Check portId: this port does not exist." },
  "3010": { hint: "Check ip: it is not an address that can be used here." },
  "3011": { hint: "Leave ip out: a service of type interface takes none." },
  "3021": { hint: "Check serverType: LB or VM." },
  "3036": {
    hint: "Check permissions and organizationPermissions: the list has an entry that is not accepted.",
  },
  "3042": { hint: "Check portId and vpcId: the port does not lie in this VPC." },
  "3043": { hint: "Check ports: clientPort and serverPort must lie between 1 and 65535." },
  "3044": {
    hint: "Another service with the same portId already uses one of these serverPort and protocol pairs.",
  },
  "3045": { hint: "The service is not in a state that allows this: wait until its status is available." },
  "3046": { hint: "Check ip: another service uses it." },
  "3049": { hint: "The list of permissions is full: remove entries that are no longer needed." },
  "3052": { hint: "Set portId or ip, not both." },
  "3054": { hint: "portId of this service cannot be changed: replace the service." },
  "3055": { hint: "ip of this service cannot be changed: replace the service." },
  "3056": { hint: "Check portId: too many services share its address." },
  "3062": { hint: "Check existingId, or the id given to get: it must be a UUID." },
  "3063": { hint: "Check portId: it must be the id of a port (a UUID)." },
  "3066": { hint: "Check tags: a tag is empty." },
  "3067": { hint: "Check tags: a key is given twice." },
  "3068": { hint: "Check tags: a key or value has a character that is not accepted." },
  "3069": { hint: "Check tags: there are too many for one resource." },
  "3071": { hint: "Check tags: a value is given twice." },
  "3072": { hint: "Check tags: a key is too long or empty." },
  "3073": { hint: "Check tags: a value is too long." },
  "3074": { hint: "Check ports: at most 200 mappings." },
  "3075": { hint: "Check ports: protocol must be TCP." },
  "3076": { hint: "Check serviceName: at most 16 letters, digits, underscores and hyphens." },
};

/** Of `EndPoint.40xx`, as of 2030: it is part of the network beneath that was not found (subnet, port, route table). */
const OF_THE_NETWORK: CodeMeaning = { isGone: false };

export const vpcepService: ApiService = {
  userAgent: "pulumi-huaweicloud-vpcep",
  codePrefix: "endpoint.",
  meaningOf(code) {
    const digits = code.slice("endpoint.".length);
    if (digits.startsWith("40")) return OF_THE_NETWORK;
    return (Object.hasOwn(CODES, digits) ? CODES[digits] : undefined) ?? {};
  },
};
