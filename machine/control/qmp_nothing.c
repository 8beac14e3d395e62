/*
 * qmp_nothing.c: lists of what no machine here has
 *
 * Clients ask for these at their start and take an empty list for an answer.
 */
#include "qmp_internal.h"

static JsonNode *empty_list(QmpCall *call, GError **errp)
{
    return qmp_node_array(json_array_new());
}

static JsonNode *query_vnc(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_boolean_member(info, "enabled", FALSE);
    return qmp_node_object(info);
}

static JsonNode *query_display_options(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "type", "none");
    return qmp_node_object(info);
}

static JsonNode *query_replay(QmpCall *call, GError **errp)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "mode", "none");
    json_object_set_int_member(info, "icount", 0);
    return qmp_node_object(info);
}

#define EMPTY(name_, returns_) { name_, "", returns_, 0, empty_list }

const QmpCommand qmp_nothing_commands[] = {
    EMPTY("query-block-jobs", "[BlockJobInfo]"),
    EMPTY("query-fdsets", "[FdsetInfo]"),
    EMPTY("query-iothreads", "[IOThreadInfo]"),
    EMPTY("query-jobs", "[JobInfo]"),
    EMPTY("query-memory-devices", "[MemoryDeviceInfo]"),
    EMPTY("query-mice", "[MouseInfo]"),
    EMPTY("query-pci", "[PciInfo]"),
    EMPTY("query-tpm", "[TPMInfo]"),
    EMPTY("query-tpm-models", "[TpmModel]"),
    EMPTY("query-tpm-types", "[TpmType]"),
    { "query-block", "", "[BlockInfo]", 0, empty_list },
    { "query-blockstats", "query-nodes?:bool", "[BlockStats]", 0,
      empty_list },
    { "query-named-block-nodes", "flat?:bool", "[BlockDeviceInfo]", 0,
      empty_list },
    { "query-rx-filter", "name?:str", "[RxFilterInfo]", 0, empty_list },
    { "query-yank", "", "[YankInstance]", QMP_OOB, empty_list },
    { "query-display-options", "", "DisplayOptions", 0,
      query_display_options },
    { "query-replay", "", "ReplayInfo", 0, query_replay },
    { "query-vnc", "", "VncInfo", 0, query_vnc },
    QMP_COMMAND_END,
};

/* Their members join the rows when there is something to list. */
const QmpType qmp_nothing_types[] = {
    { "BlockDeviceInfo", QMP_OBJECT, "..." },
    { "BlockInfo", QMP_OBJECT, "..." },
    { "JobType", QMP_ENUM, "commit,stream,mirror,backup,create,amend,"
      "snapshot-load,snapshot-save,snapshot-delete" },
    { "BlockDeviceIoStatus", QMP_ENUM, "ok,failed,nospace" },
    { "BlockJobInfo", QMP_OBJECT,
      "type:JobType,device:str,len:int,offset:int,busy:bool,paused:bool,"
      "speed:int,io-status:BlockDeviceIoStatus,ready:bool,status:JobStatus,"
      "auto-finalize:bool,auto-dismiss:bool,error?:str", "type",
      "mirror:BlockJobInfoMirror" },
    { "BlockJobInfoMirror", QMP_OBJECT, "actively-synced:bool" },
    { "BlockStats", QMP_OBJECT, "..." },
    { "DisplayType", QMP_ENUM, "none" },
    { "DisplayOptions", QMP_OBJECT, "type:DisplayType", "type", "" },
    { "FdsetInfo", QMP_OBJECT, "..." },
    { "IOThreadInfo", QMP_OBJECT, "..." },
    { "JobInfo", QMP_OBJECT,
      "id:str,type:JobType,status:JobStatus,current-progress:int,"
      "total-progress:int,error?:str" },
    { "MemoryDeviceInfoKind", QMP_ENUM, "dimm,virtio-mem" },
    { "MemoryDeviceInfo", QMP_OBJECT, "type:MemoryDeviceInfoKind", "type",
      "dimm:PCDIMMDeviceInfoWrapper,virtio-mem:VirtioMEMDeviceInfoWrapper" },
    { "PCDIMMDeviceInfo", QMP_OBJECT,
      "id?:str,addr:int,size:int,slot:int,node:int,memdev:str,"
      "hotplugged:bool,hotpluggable:bool" },
    { "PCDIMMDeviceInfoWrapper", QMP_OBJECT, "data:PCDIMMDeviceInfo" },
    { "VirtioMEMDeviceInfo", QMP_OBJECT,
      "id?:str,memaddr:size,requested-size:size,size:size,max-size:size,"
      "block-size:size,node:int,memdev:str" },
    { "VirtioMEMDeviceInfoWrapper", QMP_OBJECT,
      "data:VirtioMEMDeviceInfo" },
    { "MouseInfo", QMP_OBJECT, "..." },
    { "PciInfo", QMP_OBJECT, "..." },
    { "ReplayMode", QMP_ENUM, "none" },
    { "ReplayInfo", QMP_OBJECT, "mode:ReplayMode,filename?:str,icount:int" },
    { "RxFilterInfo", QMP_OBJECT, "..." },
    { "TPMInfo", QMP_OBJECT, "id:str,model:TpmModel,options:TpmTypeOptions" },
    { "TpmModel", QMP_ENUM, "tpm-tis" },
    { "TpmType", QMP_ENUM, "passthrough,emulator" },
    { "TpmTypeOptions", QMP_OBJECT, "type:TpmType", "type",
      "passthrough:TPMPassthroughOptionsWrapper,"
      "emulator:TPMEmulatorOptionsWrapper" },
    { "TPMPassthroughOptions", QMP_OBJECT, "path?:str,cancel-path?:str" },
    { "TPMPassthroughOptionsWrapper", QMP_OBJECT,
      "data:TPMPassthroughOptions" },
    { "TPMEmulatorOptions", QMP_OBJECT, "chardev:str" },
    { "TPMEmulatorOptionsWrapper", QMP_OBJECT, "data:TPMEmulatorOptions" },
    { "VncInfo", QMP_OBJECT, "enabled:bool" },
    { "YankInstanceType", QMP_ENUM, "block-node,chardev,migration" },
    { "YankInstance", QMP_OBJECT, "type:YankInstanceType", "type",
      "block-node:YankInstanceBlockNode,chardev:YankInstanceChardev" },
    { "YankInstanceBlockNode", QMP_OBJECT, "node-name:str" },
    { "YankInstanceChardev", QMP_OBJECT, "id:str" },
    QMP_TYPE_END,
};
