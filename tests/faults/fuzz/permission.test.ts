import { closeServers } from "../../provider/api/servers";
import { fuzz } from "./resource";

afterEach(closeServers);

test("fault 94 and abuse 1: whatever responses a VpcEndpointServicePermission gets: one sentence or success, in time, and nothing lost or untrue", async () => {
  await fuzz("VpcEndpointServicePermission", 500);
}, 3_600_000);
