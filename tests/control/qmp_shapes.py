"""qmp_shapes: what clients of QEMU 10.0 find in replies: keys and types.

A request, and the shape of what it returns. A dict lists members, one with ?
may be missing; a list holds the shape of its elements, an empty one was seen
only empty; a word is a type. Members that QEMU has and lectern has not are
those with ? that no reply here shows. lectern may have more members.
"""

SHAPES = [
    ('{"execute":"device-list-properties",'
     '"arguments":{"typename":"rv64-riscv-cpu"}}',
     [
         {
             "default-value?": "any", "description?": "str", "name": "str",
             "type": "str",
         },
     ]),
    ('{"execute":"device-list-properties",'
     '"arguments":{"typename":"serial-mm"}}',
     [
         {
             "default-value?": "any", "description?": "str", "name": "str",
             "type": "str",
         },
     ]),
    ('{"execute":"human-monitor-command",'
     '"arguments":{"command-line":"info nope"}}',
     "str"),
    ('{"execute":"human-monitor-command",'
     '"arguments":{"command-line":"info status"}}',
     "str"),
    ('{"execute":"human-monitor-command","arguments":{"command-line":"nope"}}',
     "str"),
    ('{"execute":"qom-get","arguments":{"path":"/machine","property":"type"}}',
     "str"),
    ('{"execute":"qom-list","arguments":{"path":"/"}}',
     [{"name": "str", "type": "str"}]),
    ('{"execute":"qom-list","arguments":{"path":"/machine"}}',
     [{"name": "str", "type": "str"}]),
    ('{"execute":"qom-list-properties",'
     '"arguments":{"typename":"rv64-riscv-cpu"}}',
     [
         {
             "default-value?": "any", "description?": "str", "name": "str",
             "type": "str",
         },
     ]),
    ('{"execute":"qom-list-types",'
     '"arguments":{"implements":"chardev","abstract":true}}',
     [{"name": "str", "parent": "str", "abstract?": "bool"}]),
    ('{"execute":"qom-list-types","arguments":{"implements":"machine"}}',
     [{"name": "str", "parent": "str"}]),
    ('{"execute":"query-block"}',
     []),
    ('{"execute":"query-block-jobs"}',
     []),
    ('{"execute":"query-blockstats"}',
     []),
    ('{"execute":"query-chardev"}',
     [{"frontend-open": "bool", "filename": "str", "label": "str"}]),
    ('{"execute":"query-chardev-backends"}',
     [{"name": "str"}]),
    ('{"execute":"query-command-line-options",'
     '"arguments":{"option":"machine"}}',
     [
         {
             "option": "str",
             "parameters": [{"name": "str", "help": "str", "type": "str"}],
         },
     ]),
    ('{"execute":"query-command-line-options","arguments":{"option":"name"}}',
     [
         {
             "option": "str",
             "parameters": [{"name": "str", "help": "str", "type": "str"}],
         },
     ]),
    ('{"execute":"query-commands"}',
     [{"name": "str"}]),
    ('{"execute":"query-cpu-definitions"}',
     [
         {
             "deprecated": "bool", "name": "str", "static": "bool",
             "typename": "str",
         },
     ]),
    ('{"execute":"query-cpu-model-expansion",'
     '"arguments":{"type":"full","model":{"name":"rv64"}}}',
     {"model": {"name": "str", "props": "dict"}}),
    ('{"execute":"query-cpus-fast"}',
     [
         {
             "cpu-index": "int", "props": {"core-id": "int"},
             "qom-path": "str", "target": "str", "thread-id": "int",
         },
     ]),
    ('{"execute":"query-current-machine"}',
     {"wakeup-suspend-support": "bool"}),
    ('{"execute":"query-display-options"}',
     {"type": "str"}),
    ('{"execute":"query-fdsets"}',
     []),
    ('{"execute":"query-iothreads"}',
     []),
    ('{"execute":"query-jobs"}',
     []),
    ('{"execute":"query-kvm"}',
     {"enabled": "bool", "present": "bool"}),
    ('{"execute":"query-machines"}',
     [
         {
             "acpi": "bool", "cpu-max": "int", "default-cpu-type?": "str",
             "default-ram-id?": "str", "deprecated": "bool",
             "hotpluggable-cpus": "bool", "is-default?": "bool", "name": "str",
             "numa-mem-supported": "bool",
         },
     ]),
    ('{"execute":"query-memdev"}',
     [
         {
             "dump": "bool", "host-nodes": [], "id": "str", "merge": "bool",
             "policy": "str", "prealloc": "bool", "reserve": "bool",
             "share": "bool", "size": "int",
         },
     ]),
    ('{"execute":"query-memory-devices"}',
     []),
    ('{"execute":"query-memory-size-summary"}',
     {"base-memory": "int"}),
    ('{"execute":"query-mice"}',
     []),
    ('{"execute":"query-migrate"}',
     {}),
    ('{"execute":"query-migrate-capabilities"}',
     [{"state": "bool", "capability": "str"}]),
    ('{"execute":"query-name"}',
     {"name": "str"}),
    ('{"execute":"query-named-block-nodes"}',
     []),
    ('{"execute":"query-pci"}',
     [
         {
             "bus": "int",
             "devices": [
                 {
                     "bus": "int",
                     "class_info": {"class": "int", "desc": "str"},
                     "function": "int",
                     "id": {
                         "device": "int", "subsystem": "int",
                         "subsystem-vendor": "int", "vendor": "int",
                     },
                     "irq_pin": "int", "qdev_id": "str", "regions": [],
                     "slot": "int",
                 },
             ],
         },
     ]),
    ('{"execute":"query-qmp-schema"}',
     [
         {
             "allow-oob?": "bool", "arg-type?": "str", "element-type?": "str",
             "features?": ["str"], "json-type?": "str",
             "members?": [
                 {
                     "default?": "null", "features?": ["str"], "name?": "str",
                     "type?": "str",
                 },
             ],
             "meta-type": "str", "name": "str", "ret-type?": "str",
             "tag?": "str", "values?": ["str"],
             "variants?": [{"case": "str", "type": "str"}],
         },
     ]),
    ('{"execute":"query-replay"}',
     {"icount": "int", "mode": "str"}),
    ('{"execute":"query-rx-filter"}',
     []),
    ('{"execute":"query-stats","arguments":{"target":"vcpu"}}',
     []),
    ('{"execute":"query-stats","arguments":{"target":"vm"}}',
     []),
    ('{"execute":"query-stats-schemas"}',
     [
         {
             "provider": "str",
             "stats": [{"name": "str", "exponent": "int", "type": "str"}],
             "target": "str",
         },
     ]),
    ('{"execute":"query-status"}',
     {"status": "str", "running": "bool"}),
    ('{"execute":"query-target"}',
     {"arch": "str"}),
    ('{"execute":"query-tpm"}',
     []),
    ('{"execute":"query-tpm-models"}',
     ["str"]),
    ('{"execute":"query-tpm-types"}',
     ["str"]),
    ('{"execute":"query-uuid"}',
     {"UUID": "str"}),
    ('{"execute":"query-version"}',
     {
         "package": "str",
         "qemu": {"micro": "int", "minor": "int", "major": "int"},
     }),
    ('{"execute":"query-vnc"}',
     {"enabled": "bool"}),
    ('{"execute":"query-yank"}',
     []),
    ('{"execute":"ringbuf-read","arguments":{"device":"ring","size":10}}',
     "str"),
    ('{"execute":"ringbuf-write","arguments":{"device":"ring","data":"x"}}',
     {}),
    ('{"execute":"set-action","arguments":{"reboot":"reset"}}',
     {}),
    ('{"execute":"x-query-interrupt-controllers"}',
     {"human-readable-text": "str"}),
    ('{"execute":"x-query-irq"}',
     {"human-readable-text": "str"}),
    ('{"execute":"x-query-jit"}',
     {"human-readable-text": "str"}),
    ('{"execute":"x-query-ramblock"}',
     {"human-readable-text": "str"}),
    ('{"execute":"x-query-roms"}',
     {"human-readable-text": "str"}),
]
