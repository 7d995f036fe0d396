import type { BodyNeed } from "./gateway/body-fields";
import type { ServiceCode } from "./gateway/errors";
import type { Operation } from "./gateway/operation";
import type { Route } from "./gateway/router";
import { actOnConnection, describeConnections, listConnections } from "./operations/connections";
import { createEndpoint, deleteEndpoint, getEndpoint, listEndpoints } from "./operations/endpoints/endpoints";
import {
  deletePolicy,
  updateEndpoint,
  updatePolicy,
  updateRouteTables,
  upgradeEndpoint,
} from "./operations/endpoints/modify-endpoint";
import { authorizeFederation, createTokenFromIdToken } from "./operations/identity/federation";
import {
  listCatalog,
  listDomains,
  listRegions,
  listServiceTypes,
  listUsers,
} from "./operations/identity/lookups";
import { createMetadataToken, getMetadata, getSecurityKey } from "./operations/identity/metadata";
import { createProject, listProjects } from "./operations/identity/projects";
import { createSecurityToken } from "./operations/identity/security-tokens";
import { assumeAgency, assumeAgencyWithOidc, getCallerIdentity } from "./operations/identity/sts";
import { createToken } from "./operations/identity/tokens";
import {
  batchCreatePermissions,
  batchDeletePermissions,
  changePermissions,
  describePermission,
  listPermissions,
} from "./operations/permissions/permissions";
import { listQuotas } from "./operations/quotas";
import {
  addServerResources,
  modifyService,
  renameService,
  upgradeService,
} from "./operations/services/modify-service";
import { describeService, listPublicServices } from "./operations/services/public-services";
import { createService, deleteService, getService, listServices } from "./operations/services/services";
import { filterResources } from "./operations/tags/tag-filters";
import { changeTags, listTags } from "./operations/tags/tags";
import { getVersion, listVersions } from "./operations/versions";

const services = "/v1/{project_id}/vpc-endpoint-services";
const service = `${services}/{vpc_endpoint_service_id}`;
const serviceInV2 = "/v2/{project_id}/vpc-endpoint-services/{vpc_endpoint_service_id}";
const endpoints = "/v1/{project_id}/vpc-endpoints";
const endpoint = `${endpoints}/{vpc_endpoint_id}`;
const endpointInV2 = "/v2/{project_id}/vpc-endpoints/{vpc_endpoint_id}";
const tagged = "/v1/{project_id}/{resource_type}";

const idCodes: Record<string, ServiceCode> = {
  vpc_endpoint_service_id: "EndPoint.3062",
  vpc_endpoint_id: "EndPoint.2017",
  permission_id: "EndPoint.0002",
  resource_id: "EndPoint.0002",
};

/** The order matters where a literal segment stands in the place of an id. */
export const routes: readonly Route[] = [
  ours("POST", services, createService, "required"),
  ours("GET", services, listServices),
  ours("GET", `${services}/public`, listPublicServices),
  ours("GET", `${services}/describe`, describeService),
  ours("GET", service, getService),
  ours("PUT", service, modifyService, "required"),
  ours("DELETE", service, deleteService),
  ours("PUT", `${service}/name`, renameService, "required"),
  ours("GET", `${service}/connections`, listConnections),
  ours("POST", `${service}/connections/action`, actOnConnection, "required"),
  ours("PUT", `${service}/connections/description`, describeConnections, "required"),
  ours("GET", `${service}/permissions`, listPermissions),
  ours("POST", `${service}/permissions/action`, changePermissions, "required"),
  ours("POST", `${service}/permissions/batch-create`, batchCreatePermissions, "required"),
  ours("POST", `${service}/permissions/batch-delete`, batchDeletePermissions, "required"),
  ours("PUT", `${service}/permissions/{permission_id}`, describePermission, "required"),
  ours("POST", `${serviceInV2}/upgrade`, upgradeService),
  ours("POST", `${serviceInV2}/add-server-resources`, addServerResources, "required"),
  ours("POST", endpoints, createEndpoint, "required"),
  ours("GET", endpoints, listEndpoints),
  ours("GET", endpoint, getEndpoint),
  ours("PUT", endpoint, updateEndpoint, "required"),
  ours("DELETE", endpoint, deleteEndpoint),
  ours("PUT", `${endpoint}/routetables`, updateRouteTables, "required"),
  ours("PUT", `${endpoint}/policy`, updatePolicy, "required"),
  ours("DELETE", `${endpoint}/policy`, deletePolicy),
  ours("POST", `${endpointInV2}/upgrade`, upgradeEndpoint, "allowed"),
  ours("GET", "/v1/{project_id}/quotas", listQuotas),
  ours("POST", `${tagged}/{resource_id}/tags/action`, changeTags, "required"),
  ours("GET", `${tagged}/tags`, listTags),
  ours("POST", `${tagged}/resource_instances/action`, filterResources, "required"),
  identity("GET", "/v3/projects", listProjects),
  identity("POST", "/v3/projects", createProject),
  identity("GET", "/v3/auth/projects", listProjects),
  identity("GET", "/v3/auth/domains", listDomains),
  identity("GET", "/v3/auth/catalog", listCatalog),
  identity("GET", "/v3/regions", listRegions),
  identity("GET", "/v3/users", listUsers),
  identity("GET", "/v2/products/service-types", listServiceTypes),
  identity("GET", "/v5/caller-identity", getCallerIdentity),
  open("POST", "/v3/auth/tokens", createToken, "login"),
  open("POST", "/v3.0/OS-CREDENTIAL/securitytokens", createSecurityToken, "login"),
  open("POST", "/v5/agencies/assume", assumeAgency, "login"),
  open("POST", "/v5/agencies/assume-with-oidc", assumeAgencyWithOidc, "login"),
  open("POST", "/v3.0/OS-AUTH/id-token/tokens", createTokenFromIdToken, "login"),
  open(
    "POST",
    "/v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/oidc/auth",
    authorizeFederation,
    "login",
  ),
  open("PUT", "/meta-data/latest/api/token", createMetadataToken),
  open("GET", "/openstack/latest/securitykey", getSecurityKey),
  open("GET", "/openstack/latest/meta_data.json", getMetadata),
  open("GET", "/", listVersions),
  open("GET", "/{version}", getVersion),
];

function ours(method: string, pattern: string, operation: Operation, body: BodyNeed = "optional"): Route {
  const ids = Object.fromEntries(Object.entries(idCodes).filter(([name]) => pattern.includes(`{${name}}`)));
  return { method, pattern, operation, access: "project", body, ids };
}

function identity(method: string, pattern: string, operation: Operation): Route {
  return { method, pattern, operation, access: "account", body: "optional", ids: {} };
}

function open(method: string, pattern: string, operation: Operation, body: BodyNeed = "optional"): Route {
  return { method, pattern, operation, access: "none", body, ids: {} };
}
