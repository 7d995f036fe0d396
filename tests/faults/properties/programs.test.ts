// Programs of several resources, run, edited, renamed, taken back and broken in every way: whatever happens, no service is
// lost that a resource of the state holds, and the cloud comes to be what the program says and stays what it was elsewhere.
import fc from "fast-check";
import { anySequence } from "./programs/commands";
import { sequenceRunner } from "./programs/run";
import { runs } from "./services";

test("fault 93: whatever happens to a program's resources, nothing is lost, forgotten or done that nobody wanted", async () => {
  const run = await sequenceRunner();
  await fc.assert(fc.asyncProperty(anySequence, run), runs(1000));
}, 3_600_000);
