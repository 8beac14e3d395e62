/*
 * qmp_refused.c: commands that clients know and machines here cannot obey
 *
 * A refusal that says why, and names what was asked for, helps more than an
 * unknown command. One row is both the command and its answer.
 */
#include "qmp_internal.h"

#include "devices/qdev.h"

/* Why not; with %s, the value of the argument @about. */
typedef struct Refusal {
    const char *command;
    QmpErrorClass error_class;
    const char *about;          /* (nullable) */
    const char *text;
} Refusal;

#define GENERIC QMP_ERROR_GENERIC
#define NO_DEVICE QMP_ERROR_DEVICE_NOT_FOUND

static const Refusal refusals[] = {
    { "add_client", GENERIC, "fdname",
      "File descriptor named '%s' has not been found" },
    { "balloon", QMP_ERROR_DEVICE_NOT_ACTIVE, NULL,
      "No balloon device has been activated" },
    { "block_resize", NO_DEVICE, "device", "Device '%s' not found" },
    { "blockdev-add", GENERIC, "driver",
      "Block driver '%s' is not available: there are no block devices yet" },
    { "blockdev-del", GENERIC, "node-name",
      "Failed to find node with node-name='%s'" },
    { "closefd", GENERIC, "fdname",
      "File descriptor named '%s' not found" },
    { "eject", NO_DEVICE, "id", "Device '%s' not found" },
    { "getfd", GENERIC, NULL,
      "No file descriptor supplied via SCM_RIGHTS" },
    { "inject-nmi", GENERIC, NULL, "machine does not provide NMIs" },
    { "job-cancel", GENERIC, NULL, "Job not found" },
    { "job-dismiss", GENERIC, NULL, "Job not found" },
    { "migrate", GENERIC, "uri",
      "Migration to '%s' is not supported yet" },
    { "migrate_cancel", GENERIC, NULL, "No migration was started" },
    { "query-acpi-ospm-status", GENERIC, NULL,
      "command is not supported, missing ACPI device" },
    { "query-balloon", QMP_ERROR_DEVICE_NOT_ACTIVE, NULL,
      "No balloon device has been activated" },
    { "query-vm-generation-id", GENERIC, NULL,
      "VM Generation ID device not found" },
    { "screendump", GENERIC, NULL,
      "There is no console to take a screendump from" },
    { "send-key", GENERIC, NULL,
      "There is no keyboard to send keys to" },
    { "set_link", NO_DEVICE, "name", "Device '%s' not found" },
    { "snapshot-delete", GENERIC, "tag",
      "snapshot '%s': snapshots are not supported yet" },
    { "snapshot-load", GENERIC, "tag",
      "snapshot '%s': snapshots are not supported yet" },
    { "snapshot-save", GENERIC, "tag",
      "snapshot '%s': snapshots are not supported yet" },
};

static JsonNode *refuse(QmpCall *call, GError **errp)
{
    const Refusal *row = refusals;
    const char *about;
    g_auto(GStrv) parts = NULL;
    g_autofree char *text = NULL;

    while (!g_str_equal(row->command, qmp_call_name(call))) {
        row++;
    }
    about = row->about ? qmp_call_str(call, row->about) : NULL;
    parts = g_strsplit(row->text, "%s", 2);
    text = g_strjoinv(about ? about : "", parts);
    qmp_error_set(errp, row->error_class, "%s", text);
    return NULL;
}

/* ---- devices ------------------------------------------------------------ */

static JsonNode *device_add(QmpCall *call, GError **errp)
{
    const char *driver = qmp_call_str(call, "driver");
    ObjectClass *klass = object_class_by_name(driver);

    if (!klass || !object_class_dynamic_cast(klass, TYPE_DEVICE)) {
        error_setg(errp, "'%s' is not a valid device model name", driver);
    } else {
        error_setg(errp, "'%s' has no bus that takes devices while the "
                   "machine exists: boards bring theirs", driver);
    }
    return NULL;
}

static JsonNode *device_del(QmpCall *call, GError **errp)
{
    const char *id = qmp_call_str(call, "id");
    Object *obj = object_resolve_path_type(id, TYPE_DEVICE, NULL);

    if (!obj) {
        qmp_error_set(errp, QMP_ERROR_DEVICE_NOT_FOUND,
                      "Device '%s' not found", id);
    } else {
        error_setg(errp, "Device '%s' belongs to the board and cannot be "
                   "unplugged", id);
    }
    return NULL;
}

#define REFUSED(name_, args_) { name_, args_, "", 0, refuse }

const QmpCommand qmp_refused_commands[] = {
    REFUSED("add_client", "protocol:str,fdname:str,skipauth?:bool,tls?:bool"),
    REFUSED("balloon", "value:int"),
    REFUSED("block_resize", "device?:str,node-name?:str,size:int"),
    REFUSED("blockdev-add", "driver:str,node-name?:str,..."),
    REFUSED("blockdev-del", "node-name:str"),
    REFUSED("closefd", "fdname:str"),
    REFUSED("eject", "device?:str,id?:str,force?:bool"),
    REFUSED("getfd", "fdname:str"),
    REFUSED("inject-nmi", ""),
    REFUSED("job-cancel", "id:str"),
    REFUSED("job-dismiss", "id:str"),
    REFUSED("migrate", "uri?:str,detach?:bool,resume?:bool"),
    REFUSED("migrate_cancel", ""),
    { "query-acpi-ospm-status", "", "[ACPIOSTInfo]", 0, refuse },
    { "query-balloon", "", "BalloonInfo", 0, refuse },
    { "query-vm-generation-id", "", "GuidInfo", 0, refuse },
    REFUSED("screendump",
            "filename:str,device?:str,head?:int,format?:ImageFormat"),
    REFUSED("send-key", "keys:[KeyValue],hold-time?:int"),
    REFUSED("set_link", "name:str,up:bool"),
    REFUSED("snapshot-delete", "job-id:str,tag:str,devices:[str]"),
    REFUSED("snapshot-load",
            "job-id:str,tag:str,vmstate:str,devices:[str]"),
    REFUSED("snapshot-save",
            "job-id:str,tag:str,vmstate:str,devices:[str]"),
    { "device_add", "driver:str,bus?:str,id?:str,...", "", 0, device_add },
    { "device_del", "id:str", "", 0, device_del },
    QMP_COMMAND_END,
};

const QmpType qmp_refused_types[] = {
    { "ACPIOSTInfo", QMP_OBJECT, "..." },
    { "BalloonInfo", QMP_OBJECT, "actual:int" },
    { "GuidInfo", QMP_OBJECT, "guid:str" },
    { "ImageFormat", QMP_ENUM, "ppm,png" },
    { "KeyValueKind", QMP_ENUM, "number,qcode" },
    { "KeyValue", QMP_OBJECT, "type:KeyValueKind", "type",
      "number:IntWrapper,qcode:QKeyCodeWrapper" },
    { "IntWrapper", QMP_OBJECT, "data:int" },
    { "QKeyCodeWrapper", QMP_OBJECT, "data:str" },
    { "JobStatus", QMP_ENUM, "undefined,created,running,paused,ready,standby,"
      "waiting,pending,aborting,concluded,null" },
    QMP_TYPE_END,
};

/* What happens to devices and jobs once there are any. */
const QmpEvent qmp_machine_events[] = {
    { "DEVICE_DELETED", "device?:str,path:str", 0 },
    { "JOB_STATUS_CHANGE", "id:str,status:JobStatus", 0 },
    QMP_EVENT_END,
};
