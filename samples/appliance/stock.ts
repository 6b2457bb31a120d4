import { type Appliance, type NodeFacts, node, realPath } from './appliance.ts';
import { noise } from './noise.ts';
import { stockProcesses, stockSockets } from './processes.ts';
import { defaultSetting, type Setting } from './setting.ts';
import { flash, ramDisk, varTree } from './system.ts';
import { stockLogs } from './traffic.ts';
import { vendorFiles, webRoots } from './web.ts';

/** An appliance that nobody attacked, with everything on it that misled earlier checkers. */
export function stockAppliance(setting: Setting = defaultSetting): Appliance {
  const files: Readonly<Record<string, NodeFacts>> = {
    ...ramDisk(setting),
    ...flash(setting),
    ...varTree(setting),
    ...webRoots(setting),
    ...vendorFiles(setting, 120),
    ...noise(setting),
  };
  const nodes = new Map(
    Object.entries(files).map(([path, facts]) => [realPath(path), node(facts, setting.booted)] as const),
  );
  const processes = stockProcesses(setting);
  return { setting, nodes, logs: stockLogs(setting), processes, sockets: stockSockets(setting, processes) };
}
