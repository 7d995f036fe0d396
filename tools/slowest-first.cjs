// The order of the test files. Without times of an earlier run jest begins with the largest files; the slowest ones are
// others, and one of them that comes last leaves all cores but one without work for minutes.
const { default: Sequencer } = require("@jest/test-sequencer");

const SLOWEST = [/properties\/programs/, /process\/soak/, /tests\/cli\//, /faults\/fuzz/];

const rank = (/** @type {string} */ path) => {
  const found = SLOWEST.findIndex((pattern) => pattern.test(path.replaceAll("\\", "/")));
  return found < 0 ? SLOWEST.length : found;
};

module.exports = class extends Sequencer {
  /**
   * @override
   * @param {import("@jest/test-result").Test[]} tests
   */
  async sort(tests) {
    const usual = await super.sort(tests);
    return [...usual].sort((one, other) => rank(one.path) - rank(other.path));
  }
};
