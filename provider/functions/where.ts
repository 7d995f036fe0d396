/** Where a look-up looks. */
export interface LookUpWhere {
  /** The region. Default: that of the explicit provider, or the setting `huaweicloud:region`; else `HW_REGION_NAME`. */
  region?: string | undefined;
  /**
   * Id of the project. Default: that of the explicit provider, or the setting `huaweicloud:projectId`; else `HW_PROJECT_ID`.
   */
  projectId?: string | undefined;
}

/** Where a look-up looked. */
export interface LookedUpWhere {
  /** The region that was looked in. */
  region: string;
  /** Id of the project that was looked in. */
  projectId: string;
}
