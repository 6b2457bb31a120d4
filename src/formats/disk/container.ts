import { startsWith } from '../starts-with.ts';

/** Containers of virtual disks, by their first bytes; from the QCOW2, VMDK, VHD, VHDX, VDI and EWF documents. */
const CONTAINERS: readonly { readonly name: string; readonly at: number; readonly magic: readonly number[] }[] = [
  { name: 'a QCOW2 disk', at: 0, magic: latin1('QFI\xfb') },
  { name: 'a VMDK disk', at: 0, magic: latin1('KDMV') },
  { name: 'a VMDK disk', at: 0, magic: latin1('COWD') },
  { name: 'the description of a VMDK disk', at: 0, magic: latin1('# Disk DescriptorFile') },
  { name: 'a VHDX disk', at: 0, magic: latin1('vhdxfile') },
  { name: 'a VHD disk', at: 0, magic: latin1('conectix') },
  { name: 'a VDI disk', at: 64, magic: [0x7f, 0x10, 0xda, 0xbe] },
  { name: 'an E01 image', at: 0, magic: latin1('EVF\x09\x0d\x0a\xff\0') },
];

/** What a container of a virtual disk is called; undefined where it is none. */
export function diskContainer(head: Uint8Array): string | undefined {
  return CONTAINERS.find(({ at, magic }) => startsWith(head.subarray(at), magic))?.name;
}

function latin1(text: string): readonly number[] {
  return [...Buffer.from(text, 'latin1')];
}
