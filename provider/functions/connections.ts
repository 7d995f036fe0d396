import type * as pulumi from "@pulumi/pulumi";
import { vpcEndpointConnections } from "../look-ups/connections";
import type { VpcEndpointConnection } from "../vpc-endpoint-connection/resource";
import { invoke, invokeOutput, type LookUpInputs } from "./invoke";
import type { LookedUpWhere, LookUpWhere } from "./where";

/** The service whose connections `getVpcEndpointConnections` gives, and filters. */
export interface GetVpcEndpointConnectionsArgs extends LookUpWhere {
  /** Id (UUID) of a service of the project. */
  endpointServiceId: string;
  /** Id (UUID) of the consumer's endpoint. */
  id?: string | undefined;
  /** The packet id of the connection, with all its digits. */
  markerId?: string | undefined;
  /** `pendingAcceptance`, `creating`, `accepted`, `rejected`, `failed` or `deleting`. */
  status?: string | undefined;
}

/** A connection of a service, with the names and types of the outputs of `VpcEndpointConnection`. */
export interface ListedVpcEndpointConnection
  extends pulumi.UnwrappedObject<Omit<VpcEndpointConnection, keyof pulumi.CustomResource | "accepted">> {
  /** The id of the resource `VpcEndpointConnection`: `<endpointServiceId>/<endpointId>`. */
  id: string;
  /** Whether the owner has accepted the endpoint; absent while there is no decision. */
  accepted?: boolean;
}

/**
 * What `getVpcEndpointConnections` gives.
 *
 * @see The API page "Querying Connections of a VPC Endpoint Service".
 */
export interface GetVpcEndpointConnectionsResult extends LookedUpWhere {
  /** The connections, newest first. */
  connections: ListedVpcEndpointConnection[];
}

/** Lists the endpoints that are connected to a service, or ask to be. A service that is not there is an error. */
export function getVpcEndpointConnections(
  args: GetVpcEndpointConnectionsArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetVpcEndpointConnectionsResult> {
  return invoke(vpcEndpointConnections, args, opts);
}

/** As `getVpcEndpointConnections`, with outputs as arguments, and an output as result. */
export function getVpcEndpointConnectionsOutput(
  args: LookUpInputs<GetVpcEndpointConnectionsArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetVpcEndpointConnectionsResult> {
  return invokeOutput(vpcEndpointConnections, args, opts);
}
