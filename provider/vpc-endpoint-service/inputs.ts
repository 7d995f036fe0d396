import type { HiddenState } from "../resource/state";

/** One port of the endpoint, led to one port of the backend. */
export interface PortMapping {
  clientPort: number;
  serverPort: number;
  /** Absent means TCP. */
  protocol?: string;
}

/** What a program says of a service, resolved; `region` and `projectId` are filled in by check. */
export type VpcEndpointServiceInputs = {
  region: string;
  projectId: string;
  serverType: string;
  vpcId: string;
  portId: string;
  ports: PortMapping[];
  serviceName?: string;
  serviceType?: string;
  approvalEnabled?: boolean;
  tcpProxy?: string;
  description?: string;
  tags?: Record<string, string>;
  permissions?: string[];
  organizationPermissions?: string[];
  enablePolicy?: boolean;
  ipVersion?: string;
  snatNetworkId?: string;
  poolId?: string;
  ip?: string;
  existingId?: string;
  protectConnections?: boolean;
  rejectConnectionsOnDelete?: boolean;
  rejectConnectionsOnRevoke?: boolean;
  __vpcep: HiddenState;
};

/** One reason the API gives for a failed service. */
export interface ServiceError {
  /** The API's code, such as `EndPoint.3005`; empty when it gives none. */
  errorCode: string;
  /** The API's own words. */
  errorMessage: string;
}

/** What the state holds of a service: the inputs, then what the cloud answered. */
export type VpcEndpointServiceOutputs = VpcEndpointServiceInputs & {
  status: string;
  endpointServiceName: string;
  error: ServiceError[];
  createdAt?: string;
  updatedAt?: string;
  connectionCount?: number;
  supportedEditions?: string[];
};

/** One wrong input: the path of the property, and a sentence without the property's name. */
export interface CheckFailure {
  property: string;
  reason: string;
}
