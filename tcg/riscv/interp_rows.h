/*
 * interp_rows.h: rows that are left to the interpreter
 *
 * Rare ones, and those that wait or change the translation in force. Only
 * trans_table.c may include this: it renames functions.
 */
#ifndef TCG_RISCV_INTERP_ROWS_H
#define TCG_RISCV_INTERP_ROWS_H

/* waiting, address translation, instruction memory */
#define trans_wfi trans_interp
#define trans_sfence_vma trans_interp
#define trans_sinval_vma trans_interp
#define trans_sfence_w_inval trans_interp
#define trans_sfence_inval_ir trans_interp
#define trans_fence_i trans_interp
#define trans_pause trans_interp
#define trans_wrs_nto trans_interp
#define trans_wrs_sto trans_interp

/* Zicbom, Zicbop */
#define trans_cbo_inval trans_interp
#define trans_cbo_clean trans_interp
#define trans_cbo_flush trans_interp
#define trans_prefetch_i trans_interp
#define trans_prefetch_r trans_interp
#define trans_prefetch_w trans_interp

/* Zfa: ECMAScript's conversion */
#define trans_fcvtmod_w_d trans_interp

/* T-Head */
#define trans_th_addsl trans_interp
#define trans_th_srri trans_interp
#define trans_th_srriw trans_interp
#define trans_th_ext trans_interp
#define trans_th_extu trans_interp
#define trans_th_ff0 trans_interp
#define trans_th_ff1 trans_interp
#define trans_th_rev trans_interp
#define trans_th_revw trans_interp
#define trans_th_tstnbz trans_interp
#define trans_th_tst trans_interp
#define trans_th_mveqz trans_interp
#define trans_th_mvnez trans_interp
#define trans_th_mula trans_interp
#define trans_th_muls trans_interp
#define trans_th_mulaw trans_interp
#define trans_th_mulsw trans_interp
#define trans_th_mulah trans_interp
#define trans_th_mulsh trans_interp
#define trans_th_dcache_call trans_interp
#define trans_th_dcache_ciall trans_interp
#define trans_th_dcache_iall trans_interp
#define trans_th_icache_iall trans_interp
#define trans_th_icache_ialls trans_interp
#define trans_th_l2cache_call trans_interp
#define trans_th_l2cache_ciall trans_interp
#define trans_th_l2cache_iall trans_interp
#define trans_th_dcache_cpa trans_interp
#define trans_th_dcache_cipa trans_interp
#define trans_th_dcache_ipa trans_interp
#define trans_th_dcache_cva trans_interp
#define trans_th_dcache_civa trans_interp
#define trans_th_dcache_iva trans_interp
#define trans_th_dcache_csw trans_interp
#define trans_th_dcache_cisw trans_interp
#define trans_th_dcache_isw trans_interp
#define trans_th_dcache_cpal1 trans_interp
#define trans_th_dcache_cval1 trans_interp
#define trans_th_icache_ipa trans_interp
#define trans_th_icache_iva trans_interp
#define trans_th_sfence_vmas trans_interp
#define trans_th_sync trans_interp
#define trans_th_sync_i trans_interp
#define trans_th_sync_is trans_interp
#define trans_th_sync_s trans_interp
#define trans_th_lbia trans_interp
#define trans_th_lbib trans_interp
#define trans_th_lhia trans_interp
#define trans_th_lhib trans_interp
#define trans_th_lwia trans_interp
#define trans_th_lwib trans_interp
#define trans_th_ldia trans_interp
#define trans_th_ldib trans_interp
#define trans_th_lbuia trans_interp
#define trans_th_lbuib trans_interp
#define trans_th_lhuia trans_interp
#define trans_th_lhuib trans_interp
#define trans_th_lwuia trans_interp
#define trans_th_lwuib trans_interp
#define trans_th_sbia trans_interp
#define trans_th_sbib trans_interp
#define trans_th_shia trans_interp
#define trans_th_shib trans_interp
#define trans_th_swia trans_interp
#define trans_th_swib trans_interp
#define trans_th_sdia trans_interp
#define trans_th_sdib trans_interp
#define trans_th_lrb trans_interp
#define trans_th_lurb trans_interp
#define trans_th_lrh trans_interp
#define trans_th_lurh trans_interp
#define trans_th_lrw trans_interp
#define trans_th_lurw trans_interp
#define trans_th_lrd trans_interp
#define trans_th_lurd trans_interp
#define trans_th_lrbu trans_interp
#define trans_th_lurbu trans_interp
#define trans_th_lrhu trans_interp
#define trans_th_lurhu trans_interp
#define trans_th_lrwu trans_interp
#define trans_th_lurwu trans_interp
#define trans_th_srb trans_interp
#define trans_th_surb trans_interp
#define trans_th_srh trans_interp
#define trans_th_surh trans_interp
#define trans_th_srw trans_interp
#define trans_th_surw trans_interp
#define trans_th_srd trans_interp
#define trans_th_surd trans_interp
#define trans_th_flrw trans_interp
#define trans_th_flurw trans_interp
#define trans_th_fsrw trans_interp
#define trans_th_fsurw trans_interp
#define trans_th_flrd trans_interp
#define trans_th_flurd trans_interp
#define trans_th_fsrd trans_interp
#define trans_th_fsurd trans_interp
#define trans_th_lwd trans_interp
#define trans_th_lwud trans_interp
#define trans_th_ldd trans_interp
#define trans_th_swd trans_interp
#define trans_th_sdd trans_interp

#endif
