// Programs of several resources, run, edited, renamed, taken back and broken in every way: whatever happens, no service is
// lost that a resource of the state holds, and the cloud comes to be what the program says and stays what it was elsewhere.
import { checkPrograms } from "./programs/run";

test(
  "faults 89 and 93: whatever happens to a program's resources, nothing is lost, forgotten, told or done that nobody wanted",
  () => checkPrograms(1),
  3_600_000,
);
