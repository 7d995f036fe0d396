/**
 * The text that stands for a resource's provider in the state of every resource of that type.
 *
 * Pulumi's dynamic-provider process evaluates it as a module and calls `handler()`. `pulumi.dynamic.Resource` would make
 * such a text out of an object by serialising it; we give it ready-made (the format is the one that every state with a
 * dynamic resource holds), so that
 * - nothing of the program, least of all a secret, can be captured in it,
 * - it is the same for every resource and every version of this package, and an upgrade changes no resource,
 * - it is short: it is stored twice a resource, and the engine writes the whole state at every step.
 *
 * It loads the package that the program has installed, from the program's folder (the process's working directory). When
 * that fails, it names the package.json to mend: the nearest one at or above the folder, else the one to make there. The
 * process prints `${error}: ${error.stack}` beside the message, which need not be the same sentence again.
 *
 * `p` is the package, `r` requires from the program's folder, `f` are the places of a package.json, nearest first: beside
 * the folders in which node looks for packages.
 *
 * What it refers to, the subpath `pulumi-huaweicloud-vpcep/dynamic` and `handlers.<type>()` in it, stays for as long as
 * any state holds the text: `destroy` and `refresh` run with what they find there.
 */
export function bridgeText(type: string): string {
  return `exports.handler=(p="pulumi-huaweicloud-vpcep",r=require("module").createRequire(process.cwd()+"/_"),f=r.resolve.paths(p).map(d=>r("path").join(d,"../package.json")))=>{
try{return r(p+"/dynamic").handlers.${type}()}catch(e){
e.message=\`cannot load \${p}: add it to \${f.find(r("fs").existsSync)??f[0]} and run npm install (\${/.*/.exec(e)})\`
e.stack=""
e.toString=()=>p
throw e}}`;
}
