// What the suite is told of the account: ids of what is there already. It makes no network and no backend.

export const REQUIRED = {
  vpcId: "VPCEP_ACCEPTANCE_VPC_ID",
  portId: "VPCEP_ACCEPTANCE_PORT_ID",
  subnetId: "VPCEP_ACCEPTANCE_SUBNET_ID",
};

/** Each opens steps that are skipped without it. */
export const OPTIONAL = {
  serverType: "VPCEP_ACCEPTANCE_SERVER_TYPE",
  otherPortId: "VPCEP_ACCEPTANCE_OTHER_PORT_ID",
  otherSubnetId: "VPCEP_ACCEPTANCE_OTHER_SUBNET_ID",
  ip: "VPCEP_ACCEPTANCE_IP",
  ipv6Address: "VPCEP_ACCEPTANCE_IPV6_ADDRESS",
  gatewayService: "VPCEP_ACCEPTANCE_GATEWAY_SERVICE",
  routeTableIds: "VPCEP_ACCEPTANCE_ROUTE_TABLE_IDS",
  loadBalancerId: "VPCEP_ACCEPTANCE_LOAD_BALANCER_ID",
  poolId: "VPCEP_ACCEPTANCE_POOL_ID",
};

/** @typedef {Record<keyof typeof REQUIRED, string> & Partial<Record<keyof typeof OPTIONAL, string>>} Ids */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ ids: Ids | undefined } | { problem: string }} no ids where none of the required variables is set
 */
export function idsIn(env) {
  const missing = Object.values(REQUIRED).filter((name) => !env[name]);
  if (missing.length === Object.keys(REQUIRED).length) {
    const stray = Object.values(OPTIONAL).filter((name) => env[name]);
    if (stray.length === 0) return { ids: undefined };
  }
  if (missing.length > 0) {
    const are = missing.length === 1 ? "is not set" : "are not set";
    return {
      problem: `${missing.join(" and ")} ${are}: a run against the cloud needs ${Object.values(REQUIRED).join(", ")}; without any VPCEP_ACCEPTANCE_ variable the suite runs against the emulator.`,
    };
  }
  const found = Object.entries({ ...REQUIRED, ...OPTIONAL }).flatMap(([key, name]) =>
    env[name] ? [[key, env[name]]] : [],
  );
  return { ids: Object.fromEntries(found) };
}

/** The ids that a run against the emulator is given, which takes any. */
export const EMULATOR_IDS = {
  [REQUIRED.vpcId]: "4189d3c2-8882-4871-a3c2-d380272eed83",
  [REQUIRED.portId]: "5f5d9a0e-7d06-4a80-8f5b-6d0a9a2d3c11",
  [REQUIRED.subnetId]: "16bd5b66-8c4a-4ac7-a3d2-f0bd4b5d0a7e",
  [OPTIONAL.serverType]: "LB",
  [OPTIONAL.otherPortId]: "9b7f5a0c-6f0b-4b4a-8a83-3a5c8fd7c0b2",
  [OPTIONAL.otherSubnetId]: "2d0f2ae9-8f6b-4f5f-9d5a-6f0c1b7f4e02",
  [OPTIONAL.ip]: "192.168.0.230",
  [OPTIONAL.ipv6Address]: "2001:db8::230",
  [OPTIONAL.gatewayService]: "com.myhuaweicloud.cn-north-4.obs",
  [OPTIONAL.routeTableIds]: "705c96f9-7c55-4a1c-9d1b-0d2a4f0b8f10,0e4d3a52-41a6-4f0b-8f0c-1f6c52b0a7d1",
  [OPTIONAL.loadBalancerId]: "f1b2f2a0-3f07-4ac6-8a3c-3a2c6a4e9c05",
  [OPTIONAL.poolId]: "b0ad6a4f-55c0-43f1-a26d-278639661fc2",
};
