import { VpcEndpoint } from "pulumi-huaweicloud-vpcep";

const shop = new VpcEndpoint("shop", {
  endpointServiceName: "cn-north-4.orders.9d4c1f6e-5d0f-4b43-9a3e-7c1f2e7f1a55",
  vpcId: "84758cf5-9c62-43ae-a778-3dbd8370c0a4",
  subnetId: "0b7a1d4e-3c58-4f0e-9a51-6f6f5d2f9b10",
  whitelist: ["192.168.10.0/24"],
  enableWhitelist: true,
});

export const status = shop.status;
