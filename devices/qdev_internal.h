/*
 * qdev_internal.h: what the files of the device base share
 */
#ifndef DEVICES_QDEV_INTERNAL_H
#define DEVICES_QDEV_INTERNAL_H

#include "devices/qdev.h"

/* qdev_bus.c */
bool qbus_plug(BusState *bus, DeviceState *dev, Error **errp) MUST_CHECK;
void qbus_unplug(DeviceState *dev);

/* qdev_gpio.c */
void qdev_free_gpios(DeviceState *dev);
void qdev_print_gpios(GString *out, DeviceState *dev, int indent);

/* qdev_reset.c */
void device_reset_class_init(ObjectClass *klass);
void bus_reset_class_init(ObjectClass *klass);

/* qtree.c: one line of `info qtree`, @indent spaces in */
void qtree_printf(GString *out, int indent, const char *fmt, ...)
    G_GNUC_PRINTF(3, 4);

#endif
