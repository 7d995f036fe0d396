import type { Properties } from "../../../provider/resource/properties";
import { otherPort, portId, smallest, vpcId } from "../../helpers/samples";

export const ID = "c07132bf-4071-439a-9ff3-2068eb45092f";
export const REGION = "eu-west-101";
export const PROJECT = "6e9dfd51d1124e8d8498dce894923a0d";
export const VPC = vpcId;
export const PORT = portId;
export const OTHER_PORT = otherPort;

/** What a program says that gives the required arguments and nothing else. */
export const program = (more: Properties = {}): Properties => ({ ...smallest, ...more });

/** Inputs as check gives them; `set` names the optional ones. */
export function inputs(more: Properties = {}): Properties {
  const set = Object.keys(more).filter(
    (field) => !["region", "projectId", "portId", "ports"].includes(field),
  );
  return {
    ...program(),
    region: REGION,
    projectId: PROJECT,
    ...more,
    __vpcep: more.__vpcep ?? { name: "orders", set },
  };
}

/** What the state keeps of a program whose one mapping leaves out the protocol, which the cloud's does not. */
export const written = { ports: { order: [0], bare: [0] } };

/** The state of a service that was made from `inputs()`. */
export function outputs(more: Properties = {}): Properties {
  return {
    ...inputs(),
    ports: [{ clientPort: 8080, serverPort: 80, protocol: "TCP" }],
    serviceName: "",
    serviceType: "interface",
    approvalEnabled: true,
    tcpProxy: "close",
    description: "",
    tags: {},
    status: "available",
    endpointServiceName: `${REGION}.${ID}`,
    error: [],
    createdAt: "2026-01-02T03:04:05Z",
    updatedAt: "2026-01-02T03:04:05Z",
    __vpcep: { name: "orders", set: [] },
    ...more,
  };
}

/** The same service as the API shows it. */
export const record = (more: Properties = {}): Properties => ({
  id: ID,
  port_id: PORT,
  vpc_id: VPC,
  status: "available",
  approval_enabled: true,
  service_name: `${REGION}.${ID}`,
  service_type: "interface",
  server_type: "LB",
  project_id: PROJECT,
  created_at: "2026-01-02T03:04:05Z",
  updated_at: "2026-01-02T03:04:05Z",
  ports: [{ client_port: 8080, server_port: 80, protocol: "TCP" }],
  tcp_proxy: "close",
  tags: [],
  description: "",
  ...more,
});
