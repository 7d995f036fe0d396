// The other half of the runs of programs-1.test.ts.
import { checkPrograms } from "./programs/run";

test(
  "faults 89 and 93: whatever happens to a program's resources, nothing is lost, forgotten, told or done that nobody wanted (second half)",
  () => checkPrograms(2),
  3_600_000,
);
