/*
 * vmstate_rows.h: the macros that write one row of a field table
 *
 * Included by vmstate.h. Each row checks at compile time that the member has
 * the type that its macro names. The suffix _V gives the version from which
 * on the field is in the stream.
 */
#ifndef SNAPSHOT_VMSTATE_ROWS_H
#define SNAPSHOT_VMSTATE_ROWS_H

/* 0, or an error when state_.field_ does not have the type type_. */
#define VMSTATE_TYPE_CHECK(state_, field_, type_)                       \
    (0 * sizeof(struct {                                                \
        _Static_assert(__builtin_types_compatible_p(                    \
            __typeof__(((state_ *)0)->field_), type_),                  \
            "VMState row: the member has another type");                \
        int ok;                                                         \
    }))

#define VMSTATE_OFFSET(state_, field_, type_)                           \
    (offsetof(state_, field_) + VMSTATE_TYPE_CHECK(state_, field_, type_))

#define VMSTATE_SINGLE(field_, state_, version_, info_, type_)          \
    { .name = #field_, .offset = VMSTATE_OFFSET(state_, field_, type_), \
      .size = sizeof(type_), .num = 1, .info = &(info_),                \
      .version_id = (version_) }

#define VMSTATE_ARRAY(field_, state_, num_, version_, info_, type_)     \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_, type_[num_]),            \
      .size = sizeof(type_), .num = (num_), .info = &(info_),           \
      .version_id = (version_) }

#define VMSTATE_2DARRAY(field_, state_, n1_, n2_, version_, info_, type_) \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_, type_[n1_][n2_]),        \
      .size = sizeof(type_), .num = (size_t)(n1_) * (n2_),              \
      .info = &(info_), .version_id = (version_) }

/*
 * Heap array: the member is a type_ *, its length the uint32_t member
 * field_num_, which comes from the object's configuration. A stream with
 * another length is refused.
 */
#define VMSTATE_VARRAY_UINT32(field_, state_, field_num_, version_, info_, \
                              type_)                                    \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_, type_ *),                \
      .num_offset = VMSTATE_OFFSET(state_, field_num_, uint32_t),       \
      .size = sizeof(type_), .info = &(info_),                          \
      .flags = VMS_POINTER | VMS_VARRAY, .version_id = (version_) }

#define VMSTATE_STRUCT_VARRAY_POINTER_UINT32(field_, state_, field_num_, \
                                             vmsd_, type_)              \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_, type_ *),                \
      .num_offset = VMSTATE_OFFSET(state_, field_num_, uint32_t),       \
      .size = sizeof(type_), .vmsd = &(vmsd_),                          \
      .flags = VMS_STRUCT | VMS_POINTER | VMS_VARRAY }

#define VMSTATE_STRUCT(field_, state_, version_, vmsd_, type_)          \
    { .name = #field_, .offset = VMSTATE_OFFSET(state_, field_, type_), \
      .size = sizeof(type_), .num = 1, .vmsd = &(vmsd_),                \
      .flags = VMS_STRUCT, .version_id = (version_) }

#define VMSTATE_STRUCT_ARRAY(field_, state_, num_, version_, vmsd_, type_) \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_, type_[num_]),            \
      .size = sizeof(type_), .num = (num_), .vmsd = &(vmsd_),           \
      .flags = VMS_STRUCT, .version_id = (version_) }

/* A member that is an array of bytes. */
#define VMSTATE_BUFFER_V(field_, state_, version_)                      \
    { .name = #field_,                                                  \
      .offset = VMSTATE_OFFSET(state_, field_,                          \
          uint8_t[sizeof(((state_ *)0)->field_)]),                      \
      .size = sizeof(((state_ *)0)->field_), .num = 1,                  \
      .flags = VMS_BUFFER, .version_id = (version_) }
#define VMSTATE_BUFFER(field_, state_) VMSTATE_BUFFER_V(field_, state_, 0)

/* Declares that a member is derived, so that coverage knows it. */
#define VMSTATE_TRANSIENT(field_, state_)                               \
    { .name = #field_, .offset = offsetof(state_, field_),              \
      .size = sizeof(((state_ *)0)->field_), .num = 1,                  \
      .flags = VMS_TRANSIENT }

#define VMSTATE_END_OF_LIST() { .flags = VMS_END }

#define VMSTATE_BOOL_V(f, s, v)                                         \
    VMSTATE_SINGLE(f, s, v, vmstate_info_bool, bool)
#define VMSTATE_INT8_V(f, s, v)                                         \
    VMSTATE_SINGLE(f, s, v, vmstate_info_int8, int8_t)
#define VMSTATE_INT16_V(f, s, v)                                        \
    VMSTATE_SINGLE(f, s, v, vmstate_info_int16, int16_t)
#define VMSTATE_INT32_V(f, s, v)                                        \
    VMSTATE_SINGLE(f, s, v, vmstate_info_int32, int32_t)
#define VMSTATE_INT64_V(f, s, v)                                        \
    VMSTATE_SINGLE(f, s, v, vmstate_info_int64, int64_t)
#define VMSTATE_UINT8_V(f, s, v)                                        \
    VMSTATE_SINGLE(f, s, v, vmstate_info_uint8, uint8_t)
#define VMSTATE_UINT16_V(f, s, v)                                       \
    VMSTATE_SINGLE(f, s, v, vmstate_info_uint16, uint16_t)
#define VMSTATE_UINT32_V(f, s, v)                                       \
    VMSTATE_SINGLE(f, s, v, vmstate_info_uint32, uint32_t)
#define VMSTATE_UINT64_V(f, s, v)                                       \
    VMSTATE_SINGLE(f, s, v, vmstate_info_uint64, uint64_t)
/* An absolute virtual deadline, as timer_save() gives it; -1: none. */
#define VMSTATE_DEADLINE_V(f, s, v)                                     \
    VMSTATE_SINGLE(f, s, v, vmstate_info_deadline, int64_t)

#define VMSTATE_BOOL(f, s) VMSTATE_BOOL_V(f, s, 0)
#define VMSTATE_INT8(f, s) VMSTATE_INT8_V(f, s, 0)
#define VMSTATE_INT16(f, s) VMSTATE_INT16_V(f, s, 0)
#define VMSTATE_INT32(f, s) VMSTATE_INT32_V(f, s, 0)
#define VMSTATE_INT64(f, s) VMSTATE_INT64_V(f, s, 0)
#define VMSTATE_UINT8(f, s) VMSTATE_UINT8_V(f, s, 0)
#define VMSTATE_UINT16(f, s) VMSTATE_UINT16_V(f, s, 0)
#define VMSTATE_UINT32(f, s) VMSTATE_UINT32_V(f, s, 0)
#define VMSTATE_UINT64(f, s) VMSTATE_UINT64_V(f, s, 0)
#define VMSTATE_DEADLINE(f, s) VMSTATE_DEADLINE_V(f, s, 0)

#define VMSTATE_BOOL_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_bool, bool)
#define VMSTATE_INT8_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_int8, int8_t)
#define VMSTATE_INT16_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_int16, int16_t)
#define VMSTATE_INT32_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_int32, int32_t)
#define VMSTATE_INT64_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_int64, int64_t)
#define VMSTATE_UINT8_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_uint8, uint8_t)
#define VMSTATE_UINT16_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_uint16, uint16_t)
#define VMSTATE_UINT32_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_uint32, uint32_t)
#define VMSTATE_UINT64_ARRAY_V(f, s, n, v) \
    VMSTATE_ARRAY(f, s, n, v, vmstate_info_uint64, uint64_t)

#define VMSTATE_BOOL_ARRAY(f, s, n) VMSTATE_BOOL_ARRAY_V(f, s, n, 0)
#define VMSTATE_INT8_ARRAY(f, s, n) VMSTATE_INT8_ARRAY_V(f, s, n, 0)
#define VMSTATE_INT16_ARRAY(f, s, n) VMSTATE_INT16_ARRAY_V(f, s, n, 0)
#define VMSTATE_INT32_ARRAY(f, s, n) VMSTATE_INT32_ARRAY_V(f, s, n, 0)
#define VMSTATE_INT64_ARRAY(f, s, n) VMSTATE_INT64_ARRAY_V(f, s, n, 0)
#define VMSTATE_UINT8_ARRAY(f, s, n) VMSTATE_UINT8_ARRAY_V(f, s, n, 0)
#define VMSTATE_UINT16_ARRAY(f, s, n) VMSTATE_UINT16_ARRAY_V(f, s, n, 0)
#define VMSTATE_UINT32_ARRAY(f, s, n) VMSTATE_UINT32_ARRAY_V(f, s, n, 0)
#define VMSTATE_UINT64_ARRAY(f, s, n) VMSTATE_UINT64_ARRAY_V(f, s, n, 0)

#define VMSTATE_BOOL_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_bool, bool)
#define VMSTATE_INT8_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_int8, int8_t)
#define VMSTATE_INT16_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_int16, int16_t)
#define VMSTATE_INT32_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_int32, int32_t)
#define VMSTATE_INT64_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_int64, int64_t)
#define VMSTATE_UINT8_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_uint8, uint8_t)
#define VMSTATE_UINT16_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_uint16, uint16_t)
#define VMSTATE_UINT32_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_uint32, uint32_t)
#define VMSTATE_UINT64_2DARRAY(f, s, n1, n2) \
    VMSTATE_2DARRAY(f, s, n1, n2, 0, vmstate_info_uint64, uint64_t)

#endif
